"""Tests that an engine's protocol can't carry out, by what it lacks: nothing here is a fault of a page or of an engine.

A pattern is a test's name after `tests/site/test_`, with a bracket written as `?`. `tests/site/test_engines.py` holds
each to a test that is there.
"""

from __future__ import annotations

CANNOT: dict[str, dict[str, tuple[str, ...]]] = {
    "firefox": {
        # Added to WebDriver BiDi after Firefox ESR 153. tests/support/firefox.cjs answers it for a light page.
        "emulation.setMediaFeaturesOverride for a dark page": (
            "compare.py::test_axe_finds_nothing?*dark*",
            "everyone.py::test_a_copy_button_can_be_seen_before_anyone_points_at_it?*dark*",
            "layout_shift.py::*dark*",
            "measured.py::test_everyone_can_read_them?*dark*",
            "notebook.py::test_the_pictures_fit_and_take_the_ink_of_the_page?*dark*",
            "search.py::test_the_open_dialog_is_accessible_and_fits?*dark*",
            "site.py::test_a_page_of_each_mode_is_accessible_in_both_palettes_and_at_every_width?*dark*",
            "stage.py::test_nobody_meets_a_barrier?*dark*",
        ),
        # Playwright sends neither by BiDi, and does not say so.
        "print media and forced colors": (
            "challenge.py::test_on_paper_*",
            "everyone.py::test_with_the_readers_own_colours_the_present_step_is_still_marked*",
            "home.py::test_on_paper_the_map_is_whole_and_nothing_is_to_be_pressed",
            "kept.py::test_the_printed_sheet_has_what_is_finished_and_the_day",
            "lanes.py::test_the_framing_is_told_from_the_data_without_colours",
            "print.py::*",
            "review.py::test_a_card_has_edges_in_the_readers_own_colours_*",
            "review.py::test_the_whole_page_on_paper_has_every_answer_and_nothing_to_press",
            "sheet.py::*",
        ),
        # emulation.setScriptingEnabled stops the scripts, and the style sheets don't learn of it.
        "@media (scripting: none)": (
            "home.py::test_without_scripts_the_map_links_and_there_is_no_dead_button",
            "review_without.py::*",
            "search.py::test_without_scripts_there_is_no_field_that_does_nothing",
            "site.py::test_page_can_be_read_without_scripts*",
            "stage.py::test_without_scripts_it_is_the_program",
        ),
        "evaluation in a worker": (
            "contained.py::test_not_even_the_browsers_own_tools_make_code_of_text_in_the_worker",
            "search.py::test_a_first_visit_loads_the_button_and_a_query_little_more",
        ),
        # The preference that stands for it (tests/support/engine.py) holds for the whole browser.
        "motion that is not reduced": ("home.py::test_it_plays_once_by_itself_and_nothing_is_read_aloud",),
        # What the cache answers a worker is reported like what the host answers.
        "requests told from answers of the cache": (
            "runtime.py::test_the_second_start_asks_the_host_for_the_list_alone",
        ),
    },
}
