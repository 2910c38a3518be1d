"""Which files are followed: a program's own, and none of others."""

from __future__ import annotations

from pathlib import Path

from chunkwise.watch.followed import Followed


def test_files_below_the_folder_are_followed_but_no_library_and_no_environment(tmp_path: Path) -> None:
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "pyvenv.cfg").touch()
    followed = Followed(tmp_path)

    assert followed[str(tmp_path / "app" / "main.py")] == "app/main.py"
    for other in ("env/lib/a.py", ".venv/a.py", "lib/site-packages/a.py", "app/data.json"):
        assert str(tmp_path / other) not in followed
    assert "/elsewhere/a.py" not in followed
    assert "<string>" not in followed
    assert dict(followed) == {str(tmp_path / "app" / "main.py"): "app/main.py"}


def test_one_file_can_be_followed_alone(tmp_path: Path) -> None:
    followed = Followed(tmp_path / "main.py")

    assert followed[str(tmp_path / "main.py")] == "main.py"
    assert str(tmp_path / "other.py") not in followed


def test_what_records_is_not_a_part_of_the_program() -> None:
    import chunkwise.values

    own = Path(chunkwise.values.__file__)
    assert str(own) not in Followed(own.parents[1])
