// Texts that the page needs later than at its start: a block at the end of the one file, a file beside the page of the site.

/** @param {string} id of the block @param {string} [address] of the file @returns {Promise<string>} */
export async function textBeside(id, address) {
  if (document.readyState === "loading") await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
  const block = document.getElementById(id);
  if (block) return block.textContent ?? "";
  if (!address) throw new Error("this file is not whole: copy it again");
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.text();
}
