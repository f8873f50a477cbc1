/* The language under [site] in commonplace.toml; `commonplace render` writes this file. */
"use strict";

globalThis.commonplaceSay = (zh, en) => zh === en ? zh : `${zh} ${en}`;
