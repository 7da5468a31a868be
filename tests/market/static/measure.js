// Notes when the last row got its badge, in milliseconds since navigation start.
"use strict";
(() => {
  if (!market) return;
  const badges = document.getElementsByTagName("tallystick-badge");
  const all = market.rows().length;
  const look = (_, watch) => {
    if (badges.length < all) return;
    market.noticed.badged = String(performance.now());
    watch.disconnect();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
})();
