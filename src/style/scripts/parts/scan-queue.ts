// Scans are sent one after the other without leaving the page: what is read while an answer is under way waits for its turn, and none is lost
// where the line is down. Without scripts each scan is a page of its own.

/** One read: the code, and what was typed beside it. Hidden fields are those of the page by the time it is sent: a box that was read counts from then on. */
type Read = { code: string; typed: [string, string][] };

const AGAIN_MS = 3_000;
const GIVEN_UP_MS = 15_000;

const formNow = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>('.scan-form');
const boxesOf = (form: HTMLFormElement): HTMLInputElement[] =>
  [...form.querySelectorAll('input')].filter(({ type, name }) => type !== 'hidden' && name !== '');

/** Says why scans are not sent, with their codes; '' says nothing. Returns whether it said so before. */
function say(why: 'offline' | 'elsewhere' | '', reads: readonly Read[]): boolean {
  const place = document.querySelector<HTMLElement>('[data-offline]');
  if (place === null) return false;
  if (why === '') {
    place.replaceChildren();
    return false;
  }
  const list = reads.map(({ code }) => code).join('、');
  const stood = place.querySelector<HTMLElement>(`[data-unsent=${why}]`)?.lastElementChild;
  if (stood !== null && stood !== undefined) {
    // Said anew only where it has changed.
    if (stood.textContent !== list) stood.textContent = list;
    return true;
  }
  const [notice, words, codes] = [document.createElement('div'), document.createElement('p'), document.createElement('p')];
  notice.className = 'note note-stop';
  notice.dataset['unsent'] = why;
  notice.setAttribute('role', 'alert');
  words.textContent = place.dataset[why] ?? '';
  codes.textContent = list;
  notice.append(words, codes);
  place.replaceChildren(notice);
  return false;
}

async function send(form: HTMLFormElement, { code, typed }: Read): Promise<Response> {
  const body = new URLSearchParams();
  for (const { type, name, value } of form.querySelectorAll('input')) if (type === 'hidden') body.append(name, value);
  for (const [name, value] of typed) body.set(name, value);
  body.set('code', code);
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), GIVEN_UP_MS);
  try {
    const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin', signal: stop.signal });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    return answer;
  } finally {
    window.clearTimeout(timer);
  }
}

/** Puts the answer's page in place of this one; the box that is typed into stays the same, with whatever stands in it by now. */
async function show(answer: Response, sent: Read, kept: readonly Element[]): Promise<boolean> {
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [now, next, form] = [document.querySelector('#main'), fresh.querySelector('#main'), formNow()];
  const there = next?.querySelector<HTMLFormElement>('.scan-form');
  if (now === null || next === null || form === null || there === null || there === undefined) return false;
  for (const box of boxesOf(form)) {
    const place = boxesOf(there).find(({ name }) => name === box.name);
    const untouched = sent.typed.some(([name, value]) => name === box.name && value === box.value);
    if (place === undefined) continue;
    if (box.name === 'code') place.replaceWith(box);
    else if (!untouched) place.value = box.value;
  }
  (next.querySelector('.scan-answer') ?? there).after(...kept);
  now.replaceWith(document.adoptNode(next));
  if (answer.redirected) history.replaceState(null, '', answer.url);
  formNow()?.querySelector<HTMLInputElement>('input[name=code]')?.focus();
  return true;
}

/** `sound`: hears what an answer is: done, or wrong. */
export function queueScans(sound: (name: string) => void): void {
  const reads: Read[] = [];
  let [sending, held] = [false, false];
  /** Refused answers that nobody could look at, because the next card had been read already. */
  let unseen: Element[] = [];

  const pump = async (): Promise<void> => {
    if (sending || held) return;
    sending = true;
    for (let [read] = reads; read !== undefined; [read] = reads) {
      const form = formNow();
      const answer = form === null ? undefined : await send(form, read).catch(() => undefined);
      if (answer === undefined) {
        if (!say('offline', reads)) sound('wrong');
        window.setTimeout(() => void pump(), AGAIN_MS);
        break;
      }
      const before = unseen;
      if (!(await show(answer, read, before))) {
        held = true;
        say('elsewhere', reads);
        sound('wrong');
        break;
      }
      reads.shift();
      say('', reads);
      const box = document.querySelector<HTMLElement>('[data-sound]');
      const heard = box?.dataset['sound'] ?? '';
      sound(heard);
      if (box === null || reads.length === 0 || heard !== 'wrong') continue;
      box.removeAttribute('data-sound');
      unseen = [box, ...before];
    }
    sending = false;
  };

  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form !== formNow()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const code = form.querySelector<HTMLInputElement>('input[name=code]');
      if (code === null || code.value.trim() === '') return;
      if (reads.length === 0) unseen = [];
      const typed = boxesOf(form).filter(({ name }) => name !== 'code');
      reads.push({ code: code.value.trim(), typed: typed.map(({ name, value }) => [name, value]) });
      code.value = '';
      if (held) say('elsewhere', reads);
      void pump();
    },
    true,
  );
  window.addEventListener('online', () => void pump());
  window.addEventListener('beforeunload', (event) => {
    if (reads.length > 0) event.preventDefault();
  });
}
