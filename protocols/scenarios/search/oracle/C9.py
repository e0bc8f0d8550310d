"""C9: ten hits make a page; all are counted; a page beyond the last is refused."""

import re

from acceptance import Service, equal

service = Service({id: ("pear", "x") if id <= 50 else ("pear", "plum") for id in range(31, 56)})
equal(service.hits("pear"), list(range(31, 41)), "page 1")
equal(service.hits("pear", 3), list(range(51, 56)), "page 3")
for page in (1, 3):
    equal(re.findall(r"\d+", service.lines("pear", page)[0]), ["25", str(page), "3"], "the first line")
equal(re.findall(r"\d+", service.lines("pear -plum", 2)[0]), ["20", "2", "2"], "two full pages")
for query, page in (("pear", "4"), ("pear -plum", "3")):
    status, out, err = service.call("search", "--page", page, "--", query)
    equal((status != 0, out, err != ""), (True, "", True), f"page {page} of {query}")
status, out, err = service.call("search", "--page", "0", "--", "pear")
equal((status != 0, out), (True, ""), "page 0")
equal(service.hits("apple"), [], "no hits")
