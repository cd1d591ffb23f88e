/** A browser of some engine, as far as a walk through the site needs one. */
export type Driver = {
  /** As it calls itself, with its version. */
  name: string;
  go(url: string): Promise<void>;
  /** Types into the box of this name, key by key, over what stands there. */
  type(box: string, text: string): Promise<void>;
  /** Clicks what this selector finds first. */
  click(selector: string): Promise<void>;
  /** The value of an expression in the page. */
  see(expression: string): Promise<unknown>;
  /** Empty cookies. */
  forget(): Promise<void>;
  close(): Promise<void>;
};

/** An engine of this machine, or why there is none. */
export type Engine = { engine: string; open: () => Promise<Driver> } | { engine: string; missing: string };

const until = async (what: string, look: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 30_000;
  for (;;) {
    // While one page goes and the next comes there is nothing to ask.
    if (await look().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`${what} did not come within 30 seconds`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** Clicks and waits for the page it leads to. */
async function leave(driver: Driver, selector: string): Promise<void> {
  await driver.see('void (window.walkedHere = true)');
  await driver.click(selector);
  await until(`the page after ${selector}`, async () =>
    Boolean(await driver.see("window.walkedHere !== true && document.readyState === 'complete'")),
  );
}

/** Presses the button, or follows the link, that says this. */
export async function press(driver: Driver, words: string): Promise<void> {
  const found = await driver.see(`(() => {
    const plain = (one) => one.textContent.replace(/[\\u200b\\ufeff\\s]/g, '');
    const all = [...document.querySelectorAll('main a, main button, nav a, nav button')];
    const one = all.find((each) => plain(each) === ${JSON.stringify(words)}) ?? all.find((each) => plain(each).includes(${JSON.stringify(words)}));
    if (one === undefined) return false;
    one.setAttribute('data-walk', 'yes');
    return true;
  })()`);
  if (found !== true) throw new Error(`nothing says ${words} on ${String(await driver.see('location.pathname'))}`);
  await leave(driver, '[data-walk=yes]');
}

/** Ticks every box that is not. */
export async function tickAll(driver: Driver): Promise<void> {
  const count = Number(await driver.see("document.querySelectorAll('main input[type=checkbox]').length"));
  for (let n = 0; n < count; n += 1) {
    await driver.see(
      `document.querySelectorAll('main input[type=checkbox]').forEach((box, n) => box.toggleAttribute('data-tick', n === ${n}))`,
    );
    await driver.click('[data-tick]');
  }
  const left = await driver.see("document.querySelectorAll('main input[type=checkbox]:not(:checked)').length");
  if (Number(left) !== 0) throw new Error(`${String(left)} boxes are not ticked`);
}

/** The heading of the page, without the marks where a line may break. */
export const heading = async (driver: Driver): Promise<string> =>
  String(await driver.see("document.querySelector('h1').textContent.replace(/[\\u200b\\ufeff]/g, '')"));
