"""C9 after A3: a rejected file leaves its bad rows, byte for byte, without preamble and header."""

from acceptance import HEADER, Desk, equal

head = f"#encoding: latin-1\r\n# decimal : comma\r\n{HEADER}\r\n"
bad = ['A-1 ,"Zoë",x,"1,0",P,ok\r\n', 'C-3,Ö,"x","1,00",P,"two\nlines"\r\n']
good = 'B-2,Å,2024-01-05,"1,0",P,ok\r\n'
desk = Desk()
desk.take("a.csv", (head + bad[0] + good + bad[1]).encode("latin-1"))
equal(desk.files().get("a.csv.rejects"), (bad[0] + bad[1]).encode("latin-1"), "the rejects")
