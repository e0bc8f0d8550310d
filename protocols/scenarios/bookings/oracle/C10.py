"""C10: the export is format 2 of docs/export.md."""

from acceptance import ATH, HFX, Service, equal

service = Service()
service.book(HFX, "Sea;Salt", "2026-04-14T10:00", "2026-04-14T12:00")
service.book(ATH, "b", "2026-06-15T10:00", "2026-06-15T12:00")
service.book(HFX, "c", "2026-04-13T10:00", "2026-04-13T12:00")
for day in range(1, 9):
    service.book(ATH, f"d{day}", f"2026-07-0{day}T10:00", f"2026-07-0{day}T11:00")
service.book(ATH, "e", "2026-04-13T10:00", "2026-04-13T12:00")
service.cancel(service.book(ATH, "f", "2026-04-15T10:00", "2026-04-15T12:00"))
status, out, err = service.call("export")
equal((status, err), (0, ""), "export")
lines = out.splitlines()
equal(lines[0], "{{ item }};starts;ends;{{ person }};number", "the first line")
equal(
    [lines[1], lines[2], lines[3]],
    [
        "a-1;2026-04-13T07:00Z;2026-04-13T09:00Z;e;B12",
        "a-1;2026-06-15T07:00Z;2026-06-15T09:00Z;b;B2",
        "a-1;2026-07-01T07:00Z;2026-07-01T08:00Z;d1;B4",
    ],
    "the first bookings",
)
equal(
    lines[-2:],
    ["h-1;2026-04-13T13:00Z;2026-04-13T15:00Z;c;B3", 'h-1;2026-04-14T13:00Z;2026-04-14T15:00Z;"Sea;Salt";B1'],
    "the last bookings",
)
equal(len(lines), 13, "lines")
