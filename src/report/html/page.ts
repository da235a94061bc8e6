import { Markup, markup } from '../markup.js';

// Nothing of the page can run or load anything, even if something of it were not escaped.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A page that needs no network. */
export const page = (title: string, content: Markup, footer: string): string =>
  markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style></head><body>
${content}<footer>${footer}</footer>
</body></html>
`.text;

/** The look of the page. No fonts or pictures from elsewhere; colours for light and dark. */
const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--dim:#59636e;--line:#d1d9e0;--card:#f6f8fa;--link:#0969da;
--good:#1a7f37;--bad:#cf222e;--warn:#9a6700;--live:#0969da;--skip:#818b98;--pale:#b6c3d1;--zone-bad:#ffd8d3;--zone-warn:#fff0b8;
--s1:#3b6fb6;--s2:#d98032;--s3:#4c9a6a;--s4:#a65fa8;--s5:#b8a035;--s6:#5aa5b8}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9198a1;--line:#3d444d;--card:#151b23;--link:#4493f8;
--good:#3fb950;--bad:#f85149;--warn:#d29922;--live:#4493f8;--skip:#6e7681;--pale:#46505c;--zone-bad:#5a1e1c;--zone-warn:#4a3a0c;
--s1:#6c9de0;--s2:#e5a05f;--s3:#6fbf8e;--s4:#c68ac8;--s5:#d2bd5c;--s6:#7cc3d4}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:72rem;background:var(--bg);color:var(--fg);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:0 0 .25rem}
a{color:var(--link)}p{margin:.25rem 0 .75rem}
.dim{color:var(--dim)}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.live{color:var(--live)}.skip{color:var(--dim)}
.badge{display:inline-block;padding:.1rem .6rem;border:1px solid;border-radius:1rem;font-weight:600;font-size:.9rem}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;font-size:.875rem}th,td{padding:.3rem .75rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:600;white-space:nowrap}td{white-space:pre-line;overflow-wrap:break-word;max-width:32rem}td span{white-space:nowrap}td.wide{min-width:15rem;overflow-wrap:anywhere}td.line{white-space:nowrap}td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.name{min-width:6rem;overflow-wrap:anywhere}td.id{min-width:9rem;overflow-wrap:anywhere;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.8rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0;font-size:.9rem}dt{color:var(--dim)}dd{margin:0}
@media (max-width:34rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.35rem}}
.card{border:1px solid var(--line);border-radius:.5rem;padding:.75rem;margin:.75rem 0;background:var(--card)}
ul.findings{padding-left:1.2rem;margin:.5rem 0}ul.findings li{white-space:pre-line}
details{margin:.35rem 0}summary{cursor:pointer;color:var(--dim);font-size:.875rem}
svg{display:block;width:100%;overflow:hidden;margin:.5rem 0}svg text{fill:var(--fg);font-size:12px}svg text.dim{fill:var(--dim)}
svg .good{fill:var(--good)}svg .bad{fill:var(--bad)}svg .warn{fill:var(--warn)}svg .live{fill:var(--live)}svg .skip{fill:var(--skip)}
svg .pale{fill:var(--pale)}svg .zone-bad{fill:var(--zone-bad)}svg .zone-warn{fill:var(--zone-warn)}
svg .s1{fill:var(--s1)}svg .s2{fill:var(--s2)}svg .s3{fill:var(--s3)}svg .s4{fill:var(--s4)}svg .s5{fill:var(--s5)}svg .s6{fill:var(--s6)}svg .trend{stroke:var(--live);stroke-width:1.5}
svg .hole{fill:var(--card);stroke:var(--line)}
svg .line{stroke:var(--line);stroke-width:1}svg .mark{stroke:var(--fg);stroke-width:2}svg .bound{stroke:var(--bad);stroke-width:2}svg .bound-warn{stroke:var(--warn);stroke-width:2;stroke-dasharray:4 2}svg .hollow{fill:var(--card);stroke:var(--fg);stroke-width:2}
.legend{font-size:.8rem;color:var(--dim);margin:.25rem 0}.legend span{white-space:nowrap;margin-right:.8rem}.legend b{display:inline-block;width:.7rem;height:.7rem;margin-right:.3rem;border-radius:2px}
.legend b.good{background:var(--good)}.legend b.bad{background:var(--bad)}.legend b.warn{background:var(--warn)}.legend b.live{background:var(--live)}.legend b.skip{background:var(--skip)}.legend b.pale{background:var(--pale)}
.legend b.s1{background:var(--s1)}.legend b.s2{background:var(--s2)}.legend b.s3{background:var(--s3)}.legend b.s4{background:var(--s4)}.legend b.s5{background:var(--s5)}.legend b.s6{background:var(--s6)}
.legend b.hole{background:var(--card);border:1px solid var(--line)}.legend b.zone-bad{background:var(--zone-bad)}.legend b.zone-warn{background:var(--zone-warn)}
footer{margin-top:2rem;font-size:.8rem;color:var(--dim)}
@media print{details{display:block}body{max-width:none}}
`.trim();
