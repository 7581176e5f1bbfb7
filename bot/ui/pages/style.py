"""How a page looks, on a screen in light and dark and on paper."""

STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#22252a;--soft:#666c75;--line:#e6e2d8;--accent:#2f7d55;
--full:#2f7d55;--solid:#6fb58c;--light:#bfe0cb;--rest:#e9e6dd}
@media (prefers-color-scheme:dark){:root{--paper:#17191c;--card:#1f2226;--ink:#e8e6e1;--soft:#9aa1ab;--line:#31353b;
--accent:#7cc79b;--full:#7cc79b;--solid:#4f9970;--light:#335c47;--rest:#2b2f34}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 Charter,"Bitstream Charter","Iowan Old Style",
Cambria,Georgia,serif;overflow-wrap:anywhere}
main{max-width:46rem;margin:0 auto;padding:4rem 1.5rem 3rem}
h1,h2,h3,p,ul,dl,dd,dt,blockquote{margin:0;padding:0}
h1{font-size:3.1rem;line-height:1.08;letter-spacing:-.02em;font-weight:700;margin:.25rem 0 .9rem}
h2{font-size:1.35rem;font-weight:700;margin:3.2rem 0 1.1rem;padding-bottom:.45rem;border-bottom:1px solid var(--line)}
h3{font-size:1.2rem;line-height:1.3;font-weight:700}
.over,.when,.state,time,dt,footer,.chain p,.quiet{font-family:system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue",Arial,sans-serif;color:var(--soft)}
.over{font-size:.78rem;letter-spacing:.09em;text-transform:uppercase;color:var(--accent);font-weight:600}
.lead{font-size:1.12rem;max-width:38rem}
.when{font-size:.9rem;margin-top:.9rem}
.numbers{display:grid;grid-template-columns:repeat(3,1fr);gap:1px;margin:2.4rem 0 0;background:var(--line);
border:1px solid var(--line);border-radius:12px;overflow:hidden}
.numbers div{background:var(--card);padding:1.05rem 1.2rem;display:flex;flex-direction:column}
dd{font-size:1.75rem;line-height:1.2;font-weight:700;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
dt{font-size:.85rem}
.chain{margin-top:1.6rem}
.chain div{display:flex;flex-wrap:wrap;gap:4px}
.chain i{width:14px;height:14px;border-radius:3px;background:var(--rest)}
.chain span{white-space:nowrap;margin-left:.8rem}
.chain span i{display:inline-block;width:10px;height:10px;margin-right:.35rem}
.chain .full{background:var(--full)}.chain .solid{background:var(--solid)}.chain .light{background:var(--light)}
.chain p{font-size:.8rem;margin-top:.55rem}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.35rem 1.5rem;margin:0 0 1.1rem}
.state{font-size:.88rem;margin:.15rem 0 .7rem}
ul{list-style:none}
li{padding:.65rem 0;border-top:1px solid var(--line)}
li:last-child{padding-bottom:0}
time{font-size:.84rem;font-weight:400;white-space:nowrap}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:3px}
blockquote{margin-top:.6rem;padding-left:1rem;border-left:3px solid var(--light)}
footer{font-size:.82rem;margin-top:3rem;text-align:center}
@media (max-width:34rem){h1{font-size:2.3rem}main{padding-top:2.2rem}.numbers{grid-template-columns:repeat(2,1fr)}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--accent:#1d5a3b}
body{font-size:11pt}main{max-width:none;padding:0}article,li,.numbers{break-inside:avoid}h2{break-after:avoid}
.numbers,.chain i{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
