"""Pages by name and by file, also of a learner's copy; where runs leave what they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from rustlab.book.place import Book, find_pages, name_of, open_book, read_toc
from rustlab.errors import BookError

PAGES = ("index", "start/setup", "boundary/setup")


def test_toc_is_read_in_order(toy: Path) -> None:
    assert read_toc(toy / "_toc.yml") == ("index", "part/outputs")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("root: [", "cannot be read"),
        ("format: jb-book", "names no page"),
        ("root: index\nchapters: [{file: index}]", "names `index` twice"),
    ],
)
def test_a_wrong_toc_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "_toc.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BookError, match=said):
        read_toc(tmp_path / "_toc.yml")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/ana/rustlab/start/setup.md", "start/setup"),
        ("/home/ana/my sprint/book/boundary/setup.md", "boundary/setup"),
        ("/home/start/setup/index.md", "index"),
    ],
)
def test_a_copy_keeps_its_name(path: str, name: str) -> None:
    assert name_of(Path(path), PAGES) == name


def test_a_stranger_has_no_name() -> None:
    with pytest.raises(BookError, match="no page of the book"):
        name_of(Path("/home/ana/setup.md"), PAGES)


def test_pages_are_found_by_name_file_and_copy(toy: Path, tmp_path: Path) -> None:
    book = open_book({}, toy)
    copy = tmp_path / "part" / "outputs.md"
    copy.parent.mkdir()
    copy.write_text("", encoding="utf-8")

    assert [w.name for w in find_pages(book, [], tmp_path)] == ["index", "part/outputs"]
    assert find_pages(book, ["part/outputs"], tmp_path)[0].path == book.source("part/outputs")
    assert find_pages(book, ["book/index.md"], toy)[0].name == "index"
    assert find_pages(book, ["part/outputs.md"], tmp_path)[0].path == copy


def test_an_unknown_page_is_answered_with_the_list(toy: Path) -> None:
    with pytest.raises(BookError, match="give a file or one of: index, part/outputs"):
        find_pages(open_book({}, toy), ["part/output"], toy)


def test_work_lies_in_the_named_cache_else_beside_the_book(toy: Path, tmp_path: Path) -> None:
    assert open_book({"RUSTLAB_CACHE": str(tmp_path)}, toy).work == tmp_path / "book"
    assert open_book({}, toy).work == toy / "_build"


def test_the_real_book_opens(root: Path) -> None:
    book: Book = open_book({})

    assert book.root == root
    assert book.pages[0] == "index"
