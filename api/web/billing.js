// Where Stripe sends people back to: `/billing?bought` after they paid, `/billing` from everywhere else.
const bought = new URLSearchParams(location.search).has("bought");
document.getElementById("bought").hidden = !bought;
document.getElementById("back").hidden = bought;
