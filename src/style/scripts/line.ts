/// <reference lib="dom" />

// Asked for by the page of who waits in line alone.

/** Asks where a browser stands in the line and says so politely; the page is asked for anew only when it is its turn. */
function watchLine(): void {
  const place = document.querySelector<HTMLElement>('[data-line]');
  if (place === null) return;
  const { line = '', lineHere = '', lineTurn = '' } = place.dataset;
  const later = (seconds: number) => window.setTimeout(ask, Math.max(1, seconds) * 1000);
  const given = Number(place.dataset['lineAgain']);
  const usual = Number.isFinite(given) ? given : 30;

  function ask(): void {
    const request = new XMLHttpRequest();
    request.open('GET', line);
    request.onload = () => {
      const { turn, says, again } = answerOf(request);
      if (turn) {
        say(lineTurn);
        window.location.replace(lineHere);
        return;
      }
      if (says !== undefined) say(says);
      later(again ?? usual);
    };
    // The site is away for a moment: the place is kept, so it is asked again.
    request.onerror = () => later(usual);
    request.send();
  }

  /** Only what is new: what is said again would be read again. */
  const say = (words: string) => {
    if (place.textContent?.replace(/[\u200b\ufeff]/gu, '') !== words) place.textContent = words;
  };
  later(usual);
}

type Told = { turn: boolean; says?: string; again?: number };

function answerOf(request: XMLHttpRequest): Told {
  if (request.status !== 200) return { turn: false };
  try {
    const told: unknown = JSON.parse(request.responseText);
    if (typeof told !== 'object' || told === null) return { turn: false };
    return {
      turn: 'turn' in told && told.turn === true,
      ...('says' in told && typeof told.says === 'string' ? { says: told.says } : {}),
      ...('again' in told && typeof told.again === 'number' ? { again: told.again } : {}),
    };
  } catch {
    return { turn: false };
  }
}

watchLine();
