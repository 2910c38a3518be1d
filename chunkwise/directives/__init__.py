"""The directives of a page: ``/// name | argument``, options indented by four spaces, and a closing ``///``.

`parser` reads them with their lines, `page` knows what they may name, and the other modules turn each into HTML. All
that can be wrong with a directive is found before Markdown sees the page, so that nothing is left standing as text.
"""
