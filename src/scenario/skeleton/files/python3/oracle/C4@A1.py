from report import report

assert report(["x,2"])[0] == "{{ label | upper }}: 2", "the word in capitals"
