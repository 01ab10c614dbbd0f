"""``newsletter rules`` and ``newsletter explain``: what is looked for, and why."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def rules(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with the pages.")] = False) -> None:
    """List the rules that 'newsletter check' looks with."""
    from newsletter.checks import RULES

    if as_json:
        rows = [
            {
                "name": rule.name,
                "family": rule.family,
                "severity": rule.severity.label,
                "option": f"--{rule.option}" if rule.option else None,
                "finds": rule.title,
                "page": rule.page,
            }
            for rule in RULES
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(rule.name) for rule in RULES)
    for family in dict.fromkeys(rule.family for rule in RULES):
        print(family)
        for rule in RULES:
            if rule.family == family:
                asked = f" (with --{rule.option})" if rule.option else ""
                print(f"  {rule.name:{width}}  {rule.severity.label:7}  {rule.title}{asked}")
        print()
    print("'newsletter explain RULE' tells more. checks: in brand.yaml or an issue changes what counts.")


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The name in the brackets of a finding.")],
) -> None:
    """Say what a rule finds, why it matters, and what to do instead."""
    from newsletter.checks import RULES
    from newsletter.checks.preflight import unknown_rule
    from newsletter.errors import UsageError

    known = {each.name: each for each in RULES}
    name = rule.strip("[]").lower()
    if name not in known:
        raise UsageError(unknown_rule(rule, known))
    found = known[name]
    asked = f", run by --{found.option}" if found.option else ""
    print(f"{found.name} ({found.severity.label}, one of {found.family}{asked})\n\n{found.page}")
