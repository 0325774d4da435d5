"""What `%rustlab` says: the magics on one screen."""

HELP = """\
%%rust [NAME]       a Rust module with `cpython-api`; its functions become names in the notebook
%%rust --raw        the same by hand, with `cpython-sys` only
%%rust --bin        a program with `fn main`
%%rust --fails E0502   must not compile, with this code
%%c [NAME]          a C extension module
%%isolated          Python in the process where the compiled modules live; `--expect crash`
%exercise X06       the card of an exercise: what is asked, hints, checks
%%exercise X06      the cell is your answer: it is saved, built and checked
xray(f, x)          calls f(x) once and shows what it did to every reference count
%progress           what you have done so far

`%%rust --help`, `%%c --help` and `%%isolated --help` show every option.
A crash ends only the process that holds the modules: the notebook and its names stay.\
"""
