import type { Page } from 'playwright-core';

/** What is cut or leaves the screen: text that stands outside of it, and boxes that hide what does not fit. A wide table is scrolled in its own box. */
export const cutOrSideways = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    /** For who reads aloud alone, marked so or by a sheet of this width. */
    const unseen = (box: Element | null): boolean =>
      box !== null && (box.matches('.unseen') || getComputedStyle(box).clip !== 'auto' || unseen(box.parentElement));
    const wide = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - wide;
    if (over > 0) {
      const first = [...document.querySelectorAll('body *')].find(
        (box) => !unseen(box) && box.getBoundingClientRect().right > wide + 1,
      );
      found.push(
        `the page is ${over} px wider than the screen: ${first?.tagName} ${first?.className} ${first?.textContent?.slice(0, 20)}`,
      );
    }
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const { parentElement: parent, textContent } = words.currentNode;
      if (
        parent === null ||
        (textContent ?? '').trim() === '' ||
        parent.closest('.skip, svg, script, option, .table-box') !== null ||
        unseen(parent)
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
      if (box.closest('svg, input') !== null || unseen(box)) continue;
      const { overflowX, overflowY } = getComputedStyle(box);
      const hides = (how: string) => how === 'hidden' || how === 'clip';
      if (
        (hides(overflowX) && box.scrollWidth > box.clientWidth + 1) ||
        (hides(overflowY) && box.scrollHeight > box.clientHeight + 1)
      )
        found.push(`cut: ${box.className} ${box.textContent}`);
    }
    // A typed value that does not fit a box is scrolled by hand; a choice of a pull-down cannot be. Each is chosen in turn: the box must be as high as its words are where they wrap.
    for (const box of document.querySelectorAll('select')) {
      // In forced colours Chromium wraps no choice, whatever the sheet says: a long one is cut there on a telephone.
      if (!box.checkVisibility() || matchMedia('(forced-colors: active)').matches) continue;
      const { font, letterSpacing, wordSpacing, wordBreak, overflowWrap, ...style } = getComputedStyle(box);
      const [left, right, top, bottom] = [style.paddingLeft, style.paddingRight, style.paddingTop, style.paddingBottom].map(
        Number.parseFloat,
      );
      const words = document.createElement('div');
      Object.assign(words.style, {
        position: 'absolute',
        top: '0',
        left: '0',
        font,
        letterSpacing,
        wordSpacing,
        wordBreak,
        overflowWrap,
      });
      // A box as wide as its longest choice is said in whole pixels.
      words.style.width = `${box.clientWidth - (left ?? 0) - (right ?? 0) + 1}px`;
      document.body.append(words);
      const chosen = box.selectedIndex;
      for (const { text, index } of box.options) {
        words.textContent = text;
        // One line fits any box; to choose it would lay out the whole page.
        if (words.scrollWidth <= words.clientWidth && words.clientHeight < Number.parseFloat(style.lineHeight) * 1.5) continue;
        box.selectedIndex = index;
        const high = box.clientHeight - (top ?? 0) - (bottom ?? 0);
        if (words.scrollWidth > words.clientWidth + 1 || words.clientHeight > high + 1)
          found.push(`a choice of ${box.name} is cut: ${text}`);
      }
      box.selectedIndex = chosen;
      words.remove();
    }
    return found;
  });

/** Links and buttons that stand alone, under 24 px in a direction (WCAG 2.2, 2.5.8); links inside a sentence are exempt there. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, input:not([type=hidden]), select')].flatMap((target) => {
      // What is hidden is nobody's target: Enter alone presses it, or another press shows it.
      if (target.closest('.skip, [aria-hidden=true]') !== null || !target.checkVisibility()) return [];
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

/** IDs, reservation numbers and telephone numbers in tables that stand on two lines. */
export const partedIds = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const cell of document.querySelectorAll('tbody td, tbody th')) {
      const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (words.nextNode()) {
        const text = words.currentNode.textContent?.trim() ?? '';
        if (!/^(?:[A-Z0-9]{3}-\d{6}|\d{4}-\d{4}|0\d{1,4}-\d{1,4}-\d{4})$/u.test(text)) continue;
        const range = document.createRange();
        range.selectNodeContents(words.currentNode);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(text);
      }
    }
    return found;
  });

/** Boxes one types into whose ring lies upon the words of something else: a label, a hint, the next choice. */
export const ringsOverWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    /** Letters are lower than their line. */
    const LETTERS = 0.8;
    const words: { at: DOMRect; of: Element; text: string }[] = [];
    const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: of, textContent } = walker.currentNode;
      const text = textContent?.trim() ?? '';
      if (of === null || text === '' || of.closest('.unseen, svg, script, option, textarea') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const at of range.getClientRects()) words.push({ at, of, text: text.slice(0, 20) });
    }
    return [...document.querySelectorAll<HTMLElement>('main input:not([type=hidden]), main select, main textarea')].flatMap(
      (one) => {
        one.focus({ preventScroll: true });
        const drawn = one.matches('.choice-input') ? (one.nextElementSibling ?? one) : one;
        const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(drawn);
        if (document.activeElement !== one || outlineStyle === 'none') return [];
        const wide = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
        const { left, right, top, bottom } = drawn.getBoundingClientRect();
        return words
          .filter(({ at, of }) => {
            const spare = (at.height * (1 - LETTERS)) / 2;
            const across = Math.min(right + wide, at.right) - Math.max(left - wide, at.left);
            const down = Math.min(bottom + wide, at.bottom - spare) - Math.max(top - wide, at.top + spare);
            return !drawn.contains(of) && across > 1 && down > 1;
          })
          .map(({ text }) => `the ring of ${one.getAttribute('name')} lies upon ${text}`);
      },
    );
  });
