// The colours of a pass rate: blue to yellow through green, in even steps of OKLab lightness, so
// that equal differences look equal, also to those who tell hues apart badly, and in print.
// OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020.

const STEPS = 101;
const LIGHT = [0.34, 0.92];
const HUE = [285, 102];
const CHROMA = [0.11, 0.13, 0.17];

function rgb(share) {
  const light = LIGHT[0] + (LIGHT[1] - LIGHT[0]) * share;
  const hue = ((HUE[0] + (HUE[1] - HUE[0]) * share) * Math.PI) / 180;
  const left = CHROMA[0] + (CHROMA[1] - CHROMA[0]) * 2 * share;
  const right = CHROMA[1] + (CHROMA[2] - CHROMA[1]) * (2 * share - 1);
  const chroma = share < 0.5 ? left : right;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const n = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * n,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * n,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * n,
  ].map(gamma);
}

function gamma(x) {
  const clipped = Math.min(1, Math.max(0, x));
  const coded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(255 * coded);
}

const RAMP = Array.from({ length: STEPS }, (_, i) => rgb(i / (STEPS - 1)));

/** Paint shares, in per cent, side by side on a canvas one pixel high; below 0 is left empty. */
export function paint(canvas, shares) {
  const width = Math.max(1, shares.length);
  if (canvas.width !== width) canvas.width = width;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, 1);
  shares.forEach((share, i) => {
    if (share >= 0) image.data.set([...RAMP[Math.min(100, share)], 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
}

/** A small key to the colours. */
export function legend(canvas) {
  paint(canvas, RAMP.map((_, i) => i));
}
