"""The rules: one table, by families, and the functions that run them.

A rule is a function in a module of this package; :mod:`newsletter.checks.mail` is what it sees. What peers look for,
and what finds it here; an empty cell means that the source names no such check (of Litmus's page, only the beginning
could be read)::

  looked for             Buttondown Litmus      Beefree                   Email.md          here
  ---------------------- ---------- ----------- ------------------------- ----------------- ----------------------------
  length of the subject  78, 10                                                             long-subject, short-subject
  subject missing                   yes         missingDetailsEmail                         an error, when it is loaded
  preheader missing                             missingDetailsEmail       preheader-missing missing-preheader
  preheader too long                                                      preheader-length  long-preheader
  number of words        50 to 5000                                                         few-words, clipped-message
  no call to action      yes                                                                missing-call-to-action
  words of spam          yes        spam tests                            spam-words        spam-words, --spam
  HTML too heavy                                overageHtmlWeight         gmail-clip        clipped-message,
                                                                                            clipped-after-rewriting
  pictures too heavy                Image Check overageImageWeight                          heavy-image, heavy-images
  picture too large      1200 px                                                            oversized-image
  no alternative text    yes                    missingAltText            image-alt         missing-alt-text
  picture without link                          missingImageLink                            no: most need none
  picture not there                 Image Check                                             an error; unreachable-image
  picture over http                                                       insecure-link     insecure-image
  format of pictures                                                      image-format      unsupported-image-format
  data: URIs             yes                                              image-format      an error; embedded-image
  placeholder pictures                                                    placeholder-image placeholder-image
  mostly pictures                                                         image-heavy       mostly-pictures
  link leads nowhere                            missingCopyLink                             an error; missing-target
  page not there         yes        yes         unreachableWebLink                          dead-link, with --links
  link over http                                                          insecure-link     insecure-link
  words of a link        yes                                              link-text         vague-link-text
  link on a blocklist    yes                                                                no: it takes their servers
  tracking                          yes                                                     repeated-parameter
  unsubscribe link                                                        unsubscribe       missing-unsubscribe
  headers, SPF, DKIM                spam tests                                              no: the ESP writes them
  contrast                          yes         insufficientColorContrast                   low-contrast (light, dark)
  headings                          yes         missingHeadings                             skipped-heading-level
  main headings                     yes         overageHeadings                             repeated-main-heading
  language                          yes         missingMainLanguage                         missing-language
  screenshots                       yes                                                     no: breaks-in-client instead

Sources, read in November 2026: docs.buttondown.com/preflight; help.litmus.com, article 119; docs.beefree.io, Content
Services API, "Check"; packages/emailmd/src/lint.ts of Email.md, whose linter came with version 0.7.0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.checks import (
    alt_text,
    clients,
    compliance,
    content,
    control_tags,
    copied_links,
    dates,
    dead_links,
    emoji,
    exemptions,
    history,
    image_formats,
    image_hosting,
    images,
    inbox,
    legibility,
    link_parameters,
    link_texts,
    links,
    merge_tags,
    paste,
    preflight,
    recap,
    spam,
    spelling,
    structure,
    subjects,
    substance,
    tag_forms,
    tag_names,
    targets,
    texts,
    weight,
    wording_slips,
)
from newsletter.checks.base import Rule
from newsletter.checks.mail import Mail
from newsletter.checks.preflight import Preflight, Wanted
from newsletter.errors import Problem, Severity
from newsletter.load import Project, load_project, unfiled
from newsletter.trace import Traced, compose_traced

if TYPE_CHECKING:
    from newsletter.model.brand import Brand
    from newsletter.model.issue import Issue

Finding = Problem
"""What a rule says: a problem with a severity, a place and a cure."""

_FAMILIES: dict[str, tuple[Rule, ...]] = {
    "inbox": (
        Rule(subjects.empty_subject, Severity.WARNING),
        Rule(subjects.unmerged_name, Severity.WARNING),
        Rule(subjects.fake_reply, Severity.WARNING),
        Rule(subjects.shouting_subject, Severity.WARNING),
        Rule(subjects.piled_punctuation, Severity.WARNING),
        Rule(inbox.long_subject, Severity.INFO),
        Rule(inbox.missing_preheader, Severity.WARNING),
        Rule(inbox.repeated_subject, Severity.WARNING),
        Rule(inbox.long_preheader, Severity.INFO),
        Rule(inbox.runs_on_preheader, Severity.INFO),
        Rule(inbox.browser_link_preview, Severity.WARNING),
        Rule(emoji.risky_emoji, Severity.WARNING),
        Rule(emoji.fragile_emoji, Severity.INFO),
        Rule(emoji.leading_emoji, Severity.INFO),
        Rule(substance.short_subject, Severity.INFO),
    ),
    "size": (
        Rule(weight.clipped_message, Severity.ERROR),
        Rule(weight.clipped_after_rewriting, Severity.WARNING),
        Rule(weight.late_unsubscribe, Severity.ERROR),
        Rule(weight.late_call_to_action, Severity.WARNING),
        Rule(weight.heavy_style_block, Severity.WARNING),
        Rule(weight.heavy_image, Severity.WARNING),
        Rule(weight.heavy_images, Severity.WARNING),
    ),
    "links": (
        Rule(links.malformed_link, Severity.ERROR),
        Rule(links.local_link, Severity.ERROR),
        Rule(links.broken_mailto, Severity.ERROR),
        Rule(links.broken_phone_link, Severity.ERROR),
        Rule(links.placeholder_link, Severity.WARNING),
        Rule(links.missing_target, Severity.WARNING),
        Rule(links.escaped_link, Severity.WARNING),
        Rule(links.punctuated_link, Severity.WARNING),
        Rule(links.spaced_link, Severity.WARNING),
        Rule(links.insecure_link, Severity.WARNING),
        Rule(links.long_link, Severity.INFO),
        Rule(copied_links.sent_mail_link, Severity.WARNING),
        Rule(copied_links.identifying_parameter, Severity.WARNING),
        Rule(copied_links.personal_data_in_link, Severity.WARNING),
        Rule(copied_links.password_in_link, Severity.WARNING),
        Rule(copied_links.editor_link, Severity.WARNING),
        Rule(copied_links.staging_link, Severity.WARNING),
        Rule(copied_links.shortened_link, Severity.WARNING),
        Rule(link_parameters.misplaced_parameter, Severity.WARNING),
        Rule(link_parameters.repeated_parameter, Severity.WARNING),
        Rule(link_parameters.differing_parameter, Severity.INFO),
        Rule(link_texts.vague_link_text, Severity.WARNING),
        Rule(link_texts.different_links_same_text, Severity.WARNING),
        Rule(link_texts.same_link_different_texts, Severity.INFO),
        Rule(link_texts.unlinked_address, Severity.INFO),
        Rule(dead_links.dead_link, Severity.ERROR, option="links"),
        Rule(dead_links.locked_link, Severity.WARNING, option="links"),
        Rule(dead_links.moved_link, Severity.INFO, option="links"),
        Rule(dead_links.unchecked_link, Severity.INFO, option="links"),
    ),
    "images": (
        Rule(alt_text.missing_alt_text, Severity.WARNING),
        Rule(alt_text.file_name_as_alt, Severity.WARNING),
        Rule(alt_text.repeated_alt_text, Severity.INFO),
        Rule(alt_text.long_alt_text, Severity.INFO),
        Rule(image_hosting.unhosted_image, Severity.WARNING),
        Rule(image_hosting.unreachable_image, Severity.ERROR),
        Rule(image_hosting.insecure_image, Severity.WARNING),
        Rule(image_hosting.shared_file_as_image, Severity.WARNING),
        Rule(image_hosting.fragile_image_name, Severity.INFO),
        Rule(image_formats.unsupported_image_format, Severity.WARNING),
        Rule(image_formats.misnamed_image, Severity.INFO),
        Rule(image_formats.animated_image, Severity.INFO),
        Rule(images.embedded_image, Severity.WARNING),
        Rule(images.missing_width, Severity.WARNING),
        Rule(images.oversized_image, Severity.WARNING),
        Rule(images.mostly_pictures, Severity.WARNING),
        Rule(images.blurred_image, Severity.INFO),
        Rule(image_hosting.placeholder_image, Severity.WARNING),
    ),
    "accessibility": (
        Rule(legibility.low_contrast, Severity.WARNING),
        Rule(legibility.indistinct_link, Severity.WARNING),
        Rule(legibility.small_text, Severity.WARNING),
        Rule(legibility.justified_text, Severity.INFO),
        Rule(structure.missing_language, Severity.WARNING),
        Rule(structure.missing_title, Severity.WARNING),
        Rule(structure.skipped_heading_level, Severity.WARNING),
        Rule(structure.repeated_main_heading, Severity.INFO),
        Rule(structure.emoji_only_heading, Severity.WARNING),
        Rule(structure.missing_link_text, Severity.WARNING),
        Rule(structure.layout_table_without_role, Severity.WARNING),
        Rule(structure.reversed_reading_order, Severity.INFO),
        Rule(targets.small_touch_target, Severity.INFO),
    ),
    "clients": (
        Rule(clients.breaks_in_client, Severity.WARNING),
        Rule(clients.degrades_in_client, Severity.INFO),
        Rule(clients.unknown_client, Severity.WARNING),
        Rule(clients.unneeded_exemption, Severity.INFO),
    ),
    "merge-tags": (
        Rule(tag_names.foreign_merge_tag, Severity.WARNING),
        Rule(tag_names.assumed_merge_field, Severity.WARNING),
        Rule(tag_forms.ineffective_default, Severity.WARNING),
        Rule(tag_forms.encoded_merge_tag, Severity.INFO),
        Rule(control_tags.unclosed_condition, Severity.ERROR),
        Rule(control_tags.scattered_condition, Severity.WARNING),
        Rule(merge_tags.breaking_quotes, Severity.WARNING),
        Rule(merge_tags.missing_fallback, Severity.WARNING),
    ),
    "sender": (
        Rule(compliance.missing_brand, Severity.WARNING),
        Rule(compliance.missing_unsubscribe, Severity.ERROR),
        Rule(compliance.missing_postal_address, Severity.WARNING),
    ),
    "paste": (
        Rule(paste.missing_required_tag, Severity.ERROR),
        Rule(paste.over_paste_limit, Severity.ERROR),
        Rule(paste.forbidden_by_esp, Severity.WARNING),
        Rule(paste.missing_expected_tag, Severity.WARNING),
        Rule(paste.altered_by_esp, Severity.INFO),
    ),
    "content": (
        Rule(content.leftover_placeholder, Severity.ERROR),
        Rule(content.past_event, Severity.WARNING),
        Rule(content.undated_issue, Severity.INFO),
        Rule(content.empty_section, Severity.WARNING),
        Rule(content.missing_source, Severity.WARNING),
        Rule(content.repeated_figure, Severity.INFO),
        Rule(dates.wrong_weekday, Severity.WARNING),
        Rule(recap.recap_differs, Severity.WARNING),
        Rule(wording_slips.doubled_word, Severity.WARNING),
        Rule(wording_slips.unbalanced_quotes, Severity.WARNING),
        Rule(wording_slips.spam_words, Severity.INFO),
        Rule(texts.untranslated_text, Severity.WARNING),
        Rule(texts.hidden_character, Severity.WARNING),
        Rule(substance.few_words, Severity.INFO),
        Rule(substance.missing_call_to_action, Severity.INFO),
    ),
    "history": (
        Rule(history.repeated_number, Severity.WARNING),
        Rule(history.repeated_date, Severity.WARNING),
        Rule(history.date_out_of_order, Severity.WARNING),
        Rule(history.subject_sent_before, Severity.WARNING),
        Rule(history.repeated_campaign, Severity.WARNING),
        Rule(history.repeated_recommendation, Severity.WARNING),
        Rule(history.link_sent_before, Severity.INFO),
    ),
    "spelling": (
        Rule(spelling.misspelt_word, Severity.INFO, option="spelling"),
        Rule(spelling.unspelt_language, Severity.INFO, option="spelling"),
    ),
    "spam": (
        Rule(spam.spam_score, Severity.ERROR, option="spam"),
        Rule(spam.spam_sign, Severity.INFO, option="spam"),
        Rule(spam.untested_spam, Severity.INFO, option="spam"),
    ),
    "exemptions": (
        Rule(exemptions.unknown_rule, Severity.ERROR),
        Rule(exemptions.unexplained_exemption, Severity.ERROR),
        Rule(exemptions.unclear_exemption, Severity.WARNING),
        Rule(exemptions.unused_exemption, Severity.INFO),
    ),
}

RULES = tuple(rule._replace(family=family) for family, rules in _FAMILIES.items() for rule in rules)
"""All of them; exemptions come last, since they look at what the others left out."""


def check_project(project: Project, traced: Traced) -> list[Problem]:
    """The findings of a composed project, the worst first, then by place.

    Args:
        project: The issue and what stands around it.
        traced: What was composed from it.

    """
    return list(preflight.run(preflight.chosen(RULES), Mail(project, traced)).findings)


def examine(project: Project, traced: Traced, wanted: Wanted) -> Preflight:
    """What the wanted rules say of a composed project.

    Raises:
        UsageError: There is no such rule.

    """
    rules = preflight.chosen(RULES, wanted.select, wanted.ignore, wanted.options)
    return preflight.run(rules, Mail(project, traced, wanted.clients, wanted.progress))


def check(
    issue: Path | str | Issue,
    esp: str | None = None,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    options: Collection[str] = (),
    clients: Mapping[str, Decimal | int | float] | None = None,
    brand: Brand | None = None,
) -> list[Finding]:
    """The findings of an issue.

    Args:
        issue: Its file; or an issue that was made by a program, whose findings know their keys but no lines.
        esp: The ESP to check it for; the brand's own where None.
        select: The rules or families to run; where empty, all but those that need an option.
        ignore: The rules or families to leave out.
        options: Those of ``links``, ``spam`` and ``spelling`` that are on; the first asks the network.
        clients: The shares of the mail clients to check for, in percent; the brand's where None.
        brand: Who says it, for an issue without a file; a brand without anything where None.

    Raises:
        NewsletterError: It cannot be loaded or composed, or there is no such rule.

    """
    project = load_project(Path(issue), esp) if isinstance(issue, (str, Path)) else unfiled(issue, brand, esp)
    shares = {name: preflight.share(str(told)) for name, told in (clients or {}).items()}
    wanted = Wanted(tuple(select), tuple(ignore), tuple(options), shares)
    return list(examine(project, compose_traced(project), wanted).findings)
