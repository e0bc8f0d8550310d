"""What a {{ rec }} is: a dict of these fields. docs/{{ recs }}.md says what they hold."""

KEY = "{{ kf }}"
FIELDS = (KEY, "{{ nf }}", "{{ df }}", "{{ af }}", "{{ pf }}", "note")
REQUIRED = (KEY, "{{ nf }}", "{{ df }}")


def key_of(text):
    """The key that a {{ rec }} has in the store: ' {{ k7l }}' and '{{ k7 }}' are one."""
    return text.strip().upper()


def blank():
    """A {{ rec }} in which nothing is filled in."""
    return dict.fromkeys(FIELDS)
