"""C10: words that match are shown in square brackets, everything else as it is written."""

from acceptance import Service, equal

service = Service({
    1: ("Die Straße ins TAL", "Große  Täler; das Tal – das TAL! Talsperre, 'tal' und Tal"),
    2: ("Weiß", "weißes Tal, Füße im Tal"),
})
lines = service.lines("tal")
equal(lines[1:3], ["1  Die Straße ins [TAL]", "    Große  Täler; das [Tal] – das [TAL]! Talsperre, '[tal]' und [Tal]"], "tal")
equal(lines[3:5], ["2  Weiß", "    weißes [Tal], Füße im [Tal]"], "tal")
equal(service.lines('"im tal" weiß')[1:3], ["2  [Weiß]", "    weißes [Tal], Füße [im] [Tal]"], "a phrase")
