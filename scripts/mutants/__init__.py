"""``make mutants``: change what the pages rest on, one thing at a time, and see that each change is noticed.

Five kinds of thing are changed: programs, scenarios, committed recordings, quiz keys and references to steps. A changed
program or scenario is noticed twice. The digest notices any change at all; that is tried here too, but it says little.
So the program is also recorded as it is now, as if somebody had renewed the digest, and its events have to differ from
the committed ones. Where they are the same, the mutant has survived, and stands in ``survivors.toml`` with the reason
why the behaviour is the same, or is a defect.
"""
