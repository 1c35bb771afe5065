// Tries the address as a film, then as a picture that is sent again and again (MJPEG). What neither
// can show goes to the player: the window's program hears of it by where the page wants to go.
const FIRST_FRAME_MS_MAX = 12_000;
const LOOK_EVERY_MS = 500;
const { address, step } = document.body.dataset;
const film = document.querySelector("video");
const picture = document.querySelector("img");
const said = document.querySelector("#said");
const go = (where) => {
  location.href = `${location.pathname.replace(/\/+[a-z]*$/, "")}/${where}`;
};
const clock = () => new Date().toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
let shown = false;
let tried = 0;

function show(element) {
  if (shown) return;
  shown = true;
  element.hidden = false;
  said.textContent = `${clock()} 接通，以画面内时间为准 Connected`;
}

/** Another way to show it, or none is left. */
function next(after) {
  if (after !== tried) return;
  if (shown) {
    said.textContent = `× ${clock()} 画面中断 Stopped`;
    return;
  }
  tried += 1;
  if (tried === 1) begin(film);
  else if (tried === 2) {
    // What is not shown holds no connection to the camera.
    film.removeAttribute("src");
    film.load();
    film.remove();
    begin(picture);
  } else go("outside");
}

function begin(element) {
  const mine = tried;
  element.addEventListener("error", () => next(mine));
  element.addEventListener("ended", () => next(mine));
  setTimeout(() => shown || next(mine), FIRST_FRAME_MS_MAX);
  element.src = address;
}

film.addEventListener("playing", () => tried === 1 && show(film));
// A picture without an end is never loaded: it is there as soon as it has a size.
setInterval(() => tried === 2 && picture.naturalWidth > 0 && show(picture), LOOK_EVERY_MS);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") go("close");
  else if (event.key === "p" || event.key === "P") go("outside");
  else if (event.key === "r" || event.key === "R") go("");
});
for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => go(button.dataset.step));
}
if (step === "") {
  said.textContent = `${clock()} 正在连接画面… Connecting…`;
  next(0);
} else if (step === "unplayable") {
  said.textContent = "× 放不了 Cannot be played";
  document.querySelector(".out").hidden = false;
} else said.textContent = "正在交给播放器… Handing it to the player…";
