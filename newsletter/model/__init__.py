"""The typed issue and brand: what a YAML file may hold, checked.

Import from the modules: ``model.issue``, ``model.sections``, ``model.brand``, ``model.values``. Nothing is imported
here, since :mod:`newsletter.mergetags` and :mod:`newsletter.markdown` stand on ``model.base`` and the values on them.
"""
