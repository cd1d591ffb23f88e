import type { Visitor } from './browser.ts';

/** What can have the focus, in the order Tab goes: a group of radios counts once. Named by its words, or by its group's and its label's. */
const STOPS = `(() => {
  const tidy = (text) => text.replace(/\\s+/g, ' ').trim();
  const nameOf = (at) => {
    const named = at.getAttribute('aria-label');
    if (named !== null) return tidy(named);
    const label = at.labels === undefined || at.labels === null || at.labels.length === 0 ? at.innerText : at.labels[0].innerText;
    const group = at.closest('fieldset');
    return tidy((group === null ? '' : group.querySelector('legend').innerText + ' ') + label);
  };
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, [tabindex="0"]')].filter((at) => {
    if (at.tabIndex < 0 || at.getClientRects().length === 0) return false;
    if (at.type !== 'radio') return true;
    const group = [...document.getElementsByName(at.name)];
    return at === (group.find((one) => one.checked) ?? group[0]);
  });
  const here = document.activeElement;
  const passed = (at) => here !== null && here !== document.body && (at === here || (here.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING) !== 0);
  return { focused: here === null || here === document.body ? '' : nameOf(here),
    ahead: stops.filter((at) => !passed(at)).map((at) => ({ name: nameOf(at), inMain: at.closest('main') !== null })),
    behind: stops.filter((at) => at !== here && passed(at)).map(nameOf).reverse() };
})()`;
const SKIP = '本文へ進む';
type Stops = { focused: string; ahead: { name: string; inMain: boolean }[]; behind: string[] };

/** Presses Tab until what is asked for has the focus, as someone without a mouse does: past the menu by the link that skips it, back by Shift. */
export async function reach(who: Visitor, words: RegExp): Promise<void> {
  const { keyboard } = who.page;
  const look = async () => (await who.page.evaluate(STOPS)) as Stops;
  let stops = await look();
  // Nothing has the focus yet: where Tab begins, at the top or at what the address names, shows by pressing it.
  if (stops.focused === '') {
    await keyboard.press('Tab');
    stops = await look();
  }
  if (words.test(stops.focused)) return;
  if (stops.focused === SKIP && stops.ahead.some(({ name, inMain }) => words.test(name) && inMain)) {
    await keyboard.press('Enter');
    stops = await look();
  }
  const at = stops.ahead.findIndex(({ name }) => words.test(name));
  const [key, steps] = at >= 0 ? ['Tab', at] : ['Shift+Tab', stops.behind.findIndex((name) => words.test(name))];
  for (let tabs = 0; tabs <= steps; tabs += 1) await keyboard.press(key);
  const { focused } = await look();
  const all = [...stops.behind.toReversed(), `[${stops.focused}]`, ...stops.ahead.map(({ name }) => name)];
  if (!words.test(focused))
    throw new Error(`no key leads to ${words} on ${who.page.url()}, but to ${focused}; there are ${all.join(' | ')}`);
}
/** Types into a box, in place of what stands there. */
export async function into(who: Visitor, box: RegExp, text: string): Promise<void> {
  await reach(who, box);
  await who.page.keyboard.press('ControlOrMeta+A');
  await who.page.keyboard.type(text);
}
/** Presses Enter on a link or a button that leads to a page. */
export async function enter(who: Visitor, words: RegExp): Promise<void> {
  await reach(who, words);
  await who.load(() => who.page.keyboard.press('Enter'));
}

/** Ticks a box or chooses a radio. */
export async function tick(who: Visitor, words: RegExp): Promise<void> {
  await reach(who, words);
  await who.page.keyboard.press('Space');
}
/** Goes down a pull-down until what is wanted is chosen. */
export async function choose(who: Visitor, box: RegExp, option: RegExp): Promise<void> {
  await reach(who, box);
  const chosen = () => who.page.evaluate<string>('document.activeElement.selectedOptions[0].text');
  await who.page.keyboard.press('Home');
  for (let before = ''; !option.test(await chosen()); await who.page.keyboard.press('ArrowDown')) {
    const now = await chosen();
    if (now === before) throw new Error(`${box} on ${who.page.url()} offers no ${option}`);
    before = now;
  }
}
