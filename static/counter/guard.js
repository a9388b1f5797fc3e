/* Lets this device work a moment for the form, and then takes the question away. Without this script, or where it
   cannot work (no crypto.subtle on plain http), the question stays. */
{
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  async function solve({ nonce, salt, cost, keyLength, keyPrefix }) {
    const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
    const method = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
    for (let counter = 0; ; counter++) {
      new DataView(password.buffer).setUint32(password.length - 4, counter);
      const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
      const derivedKey = hex(await crypto.subtle.deriveBits(method, key, keyLength * 8));
      if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
    }
  }

  async function open(field) {
    const challenge = JSON.parse(field.dataset.challenge);
    const solution = await solve(challenge.parameters);
    field.value = btoa(JSON.stringify({ challenge, solution }));
    const question = document.getElementById("guard-question");
    if (!question.contains(document.activeElement)) question.hidden = true;
  }

  const field = document.querySelector("[data-challenge]");
  if (field && window.crypto?.subtle) open(field);
}
