import type { Page } from 'playwright-core';

/** What is cut or leaves the screen: text that stands outside of it, and boxes that hide what does not fit. A wide table is scrolled in its own box. */
export const cutOrSideways = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const wide = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - wide;
    if (over > 0) {
      const first = [...document.querySelectorAll('body *')].find((box) => box.getBoundingClientRect().right > wide + 1);
      found.push(`the page is ${over} px wider than the screen: ${first?.tagName} ${first?.className}`);
    }
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const { parentElement: parent, textContent } = words.currentNode;
      if (
        parent === null ||
        (textContent ?? '').trim() === '' ||
        parent.closest('.unseen, .skip, svg, script, option, .table-box[role=region]') !== null
      )
        continue;
      const range = document.createRange();
      range.selectNodeContents(words.currentNode);
      for (const { left, right, width } of range.getClientRects())
        if (width > 0 && (left < -1 || right > wide + 1))
          found.push(`outside (${left.toFixed(0)}–${right.toFixed(0)}): ${textContent}`);
    }
    for (const box of document.querySelectorAll<HTMLElement>('body *')) {
      // What one types is scrolled by hand.
      if (box.closest('.unseen, svg, input') !== null) continue;
      const { overflowX, overflowY } = getComputedStyle(box);
      const hides = (how: string) => how === 'hidden' || how === 'clip';
      if (
        (hides(overflowX) && box.scrollWidth > box.clientWidth + 1) ||
        (hides(overflowY) && box.scrollHeight > box.clientHeight + 1)
      )
        found.push(`cut: ${box.className} ${box.textContent}`);
    }
    // A typed value that does not fit a box is scrolled by hand; a choice of a pull-down cannot be.
    for (const box of document.querySelectorAll('select')) {
      const pen = document.createElement('canvas').getContext('2d');
      const style = getComputedStyle(box);
      if (pen === null) continue;
      pen.font = style.font;
      const room = box.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      for (const { text } of box.options)
        if (pen.measureText(text).width > room + 1) found.push(`a choice of ${box.name} is cut: ${text}`);
    }
    return found;
  });

/** Links and buttons that stand alone, under 24 px in a direction (WCAG 2.2, 2.5.8); links inside a sentence are exempt there. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, input:not([type=hidden]), select')].flatMap((target) => {
      if (target.closest('.skip') !== null) return [];
      const { width, height } = target.getBoundingClientRect();
      return width < 24 || height < 24
        ? [`a target of ${width.toFixed(0)} × ${height.toFixed(0)} px: ${target.textContent}`]
        : [];
    }),
  );

/** What is cut or leaves the screen where a reader sets lines, letters and words as far apart as WCAG 1.4.12 asks. A sheet of the reader's own, as a browser adds one. */
export async function cutWhenSpaced(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    );
    document.adoptedStyleSheets = [sheet];
  });
  const found = await cutOrSideways(page);
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  return found.map((fault) => `spaced wide: ${fault}`);
}

/** Sentences that are several nodes to a screen reader: text and text again, parted by elements that mean nothing. */
export const brokenSentences = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, label, legend, a, button')].flatMap((box) => {
      const spans = [...box.children].filter((part) => part.tagName === 'SPAN' && part.className.includes('phrase'));
      return spans.length > 1 ? [`${spans.length} nodes: ${box.textContent}`] : [];
    }),
  );
