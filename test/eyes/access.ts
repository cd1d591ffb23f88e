import type { Page } from 'playwright-core';

/** What is wrong with the focus of what one can press or type into: not seen where it is (WCAG 2.4.7), or behind something else (2.4.11). */
export const focusFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const named = (one: Element) => `${one.tagName} ${one.getAttribute('name') ?? one.textContent?.trim().slice(0, 20)}`;
    const found: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>('a[href], button, select, input:not([type=hidden]), textarea')) {
      // What no key reaches never has it.
      if (one.getClientRects().length === 0 || one.tabIndex < 0) continue;
      one.focus();
      if (document.activeElement !== one) {
        found.push(`takes no focus: ${named(one)}`);
        continue;
      }
      // A choice is drawn by its label: the ring stands there.
      const drawn = [one, one.nextElementSibling, one.closest('label')].filter((part) => part !== null);
      const ringed = drawn.some((part) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      if (!ringed) found.push(`the focus is not seen: ${named(one)}`);
      const { left, top, width, height: whole } = one.getBoundingClientRect();
      // Of a box of lines a browser brings the line of the cursor into view.
      const height = one instanceof HTMLTextAreaElement ? Math.min(whole, 48) : whole;
      const inside =
        left + width / 2 >= 0 && left + width / 2 < innerWidth && top + height / 2 >= 0 && top + height / 2 < innerHeight;
      const upon = document.elementFromPoint(left + width / 2, top + height / 2);
      const own = upon !== null && drawn.some((part) => part.contains(upon) || upon.contains(part));
      if (!inside) found.push(`is not on the screen when it has the focus: ${named(one)}`);
      else if (!own) found.push(`is behind ${upon === null ? 'nothing' : named(upon)}: ${named(one)}`);
    }
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    window.scrollTo(0, 0);
    return found;
  });

/** Whether the edge of what one types into, and of buttons, stands out from the page by 3:1 (WCAG 1.4.11). */
export const paleEdges = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    type Colour = [number, number, number, number];
    const coloured = (text: string): Colour => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/gu) ?? []).map(Number);
      return [red, green, blue, alpha];
    };
    const light = ([red, green, blue]: Colour): number => {
      const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
        const share = part / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one: Colour, other: Colour): number => {
      const [more = 0, less = 0] = [light(one), light(other)].toSorted((a, b) => b - a);
      return (more + 0.05) / (less + 0.05);
    };
    const groundOf = (one: Element | null): Colour => {
      for (let at = one; at !== null; at = at.parentElement) {
        const ground = coloured(getComputedStyle(at).backgroundColor);
        if (ground[3] > 0) return ground;
      }
      return [255, 255, 255, 1];
    };
    return [...document.querySelectorAll<HTMLElement>('.input, select, .button')].flatMap((one) => {
      const style = getComputedStyle(one);
      const behind = groundOf(one.parentElement);
      const edge = style.borderTopWidth === '0px' ? undefined : coloured(style.borderTopColor);
      const best = Math.max(edge === undefined || edge[3] === 0 ? 1 : ratio(edge, behind), ratio(groundOf(one), behind));
      return best >= 3 ? [] : [`an edge of ${best.toFixed(2)}:1: ${one.tagName} ${one.getAttribute('name') ?? one.textContent}`];
    });
  });

/** The telephone number stands on every page, behind what the page is about and before the foot (WCAG 3.2.6). */
export const helpFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const help = document.querySelector('main .help');
    if (help === null) return ['no help'];
    const after = help.compareDocumentPosition(document.querySelector('h1') ?? help) & Node.DOCUMENT_POSITION_PRECEDING;
    return [
      ...(help.querySelector('a[href^="tel:"]') === null ? ['no telephone number in the help'] : []),
      ...(after === 0 ? ['the help stands before the heading'] : []),
    ];
  });
