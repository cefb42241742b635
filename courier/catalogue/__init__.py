"""What impact.com knows: fields, templates, aliases, reason codes. Read from ``resources/catalogue``."""
