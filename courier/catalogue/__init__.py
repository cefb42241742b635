"""Reference data of impact.com, from ``resources/catalogue``: fields, templates, aliases, reason codes."""
