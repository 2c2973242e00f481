/** The style of the HTML report: plain, readable at any width, for print too. It uses no typeface, image or script from anywhere. */
export const REPORT_STYLE = `
*{box-sizing:border-box}
html{font:100%/1.5 arial,sans-serif;color:#0b0c0c;background:#fff}
body{margin:0}
header,main,footer{max-width:75rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
footer{margin-top:3rem;padding-top:1rem;padding-bottom:2rem;border-top:1px solid #b1b4b6;color:#484949;font-size:.875rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.5rem;line-height:1.25;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:2px solid #0b0c0c;overflow-wrap:anywhere}
h3{font-size:1.25rem;line-height:1.25;margin:2rem 0 .25rem}
h4{font-size:1.0625rem;line-height:1.3;margin:0;display:inline}
p,ul{margin:0 0 .75rem;max-width:60rem}
p,li,td,th{overflow-wrap:anywhere}
a{color:#1a65a6}
a:hover{color:#0f385c}
a:focus-visible,summary:focus-visible{outline:3px solid #ffdd00;background:#ffdd00;color:#0b0c0c}
.total{font-size:1.25rem;font-weight:bold}
.minor{color:#484949}
.tag{display:inline-block;padding:0 .5rem;font-weight:bold;white-space:nowrap}
.error{background:#f4cdc6;color:#651b0f}
.query{background:#ffee80;color:#463c00}
.warning{background:#bbd4ea;color:#0c2d4a}
table{border-collapse:collapse;table-layout:fixed;width:100%;margin:.5rem 0 1rem}
caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.375rem 1rem .375rem 0;border-bottom:1px solid #b1b4b6}
tbody th{font-weight:normal}
.number{text-align:right;padding-right:0;white-space:nowrap;font-variant-numeric:tabular-nums}
.rules .rule{width:20%}
.rules .severity,.rules .number{width:7rem}
.samples .child,.samples .rule{width:15%}
.samples .place,.samples .items{width:25%}
details{border-top:1px solid #b1b4b6;padding:.75rem 0 0}
summary{cursor:pointer;padding:.25rem 0;margin-bottom:.5rem}
.count{white-space:nowrap;margin-left:.5rem}
.values{margin:0;padding:0;list-style:none}
@media (max-width:40rem){
h1{font-size:1.5rem}
.rules{font-size:.9375rem}
.rules th,.rules td{padding-right:.5rem}
.rules .number{width:20%;padding-right:0}
.rules .severity{width:21%}
.rules .rule{width:29%}
.samples,.samples tbody,.samples tr,.samples td,.samples tbody th{display:block}
.samples caption{display:block}
.samples thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.samples tr{border-bottom:1px solid #b1b4b6;padding:.5rem 0}
.samples td,.samples tbody th{border:0;padding:.125rem 0}
.samples [data-label]::before{content:attr(data-label) ": ";font-weight:bold}
}
@media print{details{break-inside:avoid-page}a{color:inherit}}
`;

/** What the content policy of the page allows: SHA-256 of the style above, in base64. A test computes it. */
export const REPORT_STYLE_HASH = "HCoveLeB5kFQCe6uWxtVbaSMCjhM1H83IfUYGuyoCBg=";
