// Does the little work that a form past the free share is asked for: looks for a number so that SHA-256 of
// "mark:number" begins with so many zero bits. In small portions, so that the page stays usable; without this script
// the form can be sent again after the seconds that the page names. SHA-256: FIPS 180-4.
(function () {
  "use strict";
  var place = document.querySelector("[data-work-for]");
  if (!place) { return; }
  var field = place.parentNode.querySelector("input[name=work]");
  var mark = place.dataset.workFor, bits = Number(place.dataset.bits);
  var PORTION_MS = 40;

  // The first 32 bits of the fractional parts of the roots of the first primes.
  var K = [], H = [];
  for (var n = 2; K.length < 64; n++) {
    var prime = true;
    for (var d = 2; d * d <= n; d++) { if (n % d === 0) { prime = false; } }
    if (!prime) { continue; }
    if (H.length < 8) { H.push(fraction(Math.sqrt(n))); }
    K.push(fraction(Math.cbrt(n)));
  }
  function fraction(root) { return ((root - Math.floor(root)) * 4294967296) | 0; }
  function turn(x, by) { return (x >>> by) | (x << (32 - by)); }

  var w = new Int32Array(64);
  // Takes one block of sixteen words into the state.
  function take(state, block, from) {
    var i;
    for (i = 0; i < 16; i++) { w[i] = block[from + i]; }
    for (; i < 64; i++) {
      var x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    var a = state[0], b = state[1], c = state[2], e = state[4], f = state[5], g = state[6], h = state[7], q = state[3];
    for (i = 0; i < 64; i++) {
      var t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      var t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (q + t1) | 0; q = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += q; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  var state = new Int32Array(8);
  // The first word of the digest of an ASCII text.
  function head(text) {
    var length = text.length, words = ((length + 8 >> 6) + 1) * 16, block = new Int32Array(words);
    for (var i = 0; i < length; i++) { block[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8); }
    block[length >> 2] |= 0x80 << (24 - (length & 3) * 8);
    block[words - 1] = length * 8;
    for (i = 0; i < 8; i++) { state[i] = H[i]; }
    for (i = 0; i < words; i += 16) { take(state, block, i); }
    return state[0];
  }

  var number = 0;
  place.hidden = false;
  (function look() {
    var end = Date.now() + PORTION_MS;
    while (Date.now() < end) {
      for (var tries = 0; tries < 200; tries++, number++) {
        if (Math.clz32(head(mark + ":" + number)) >= bits) {
          field.value = String(number);
          place.textContent = place.dataset.done;
          return;
        }
      }
    }
    setTimeout(look, 0);
  })();
})();
