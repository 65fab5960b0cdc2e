module tiyao.example/analyze

go 1.20
