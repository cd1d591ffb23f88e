import { foldWidth, removeInvisible, trimSpaces } from '../japanese/width.ts';
import { mailAddress } from './contact.ts';

/** Where most mail of people in Japan goes. Real domains, however near one is to another: ymobile1.ne.jp is no slip of ymobile.ne.jp. */
const COMMON = [
  ['docomo.ne.jp', 'ezweb.ne.jp', 'au.com', 'uqmobile.jp', 'softbank.ne.jp', 'i.softbank.jp', 'ymobile.ne.jp', 'ymobile1.ne.jp'],
  ['disney.ne.jp', 'rakuten.jp', 'rakumail.jp', 'gmail.com', 'googlemail.com', 'icloud.com', 'me.com', 'mac.com'],
  ['yahoo.co.jp', 'yahoo.ne.jp', 'yahoo.com', 'ybb.ne.jp', 'outlook.jp', 'outlook.com', 'hotmail.com', 'hotmail.co.jp'],
  ['live.jp', 'live.com', 'msn.com', 'nifty.com', 'ocn.ne.jp', 'plala.or.jp', 'dion.ne.jp', 'bbiq.jp'],
].flat();

/** Real too, and one letter from a common one. */
const NEIGHBOURS = ['ymail.com', 'email.com', 'fmail.com', 'mail.com', 'gmail.co.jp', 'nifty.ne.jp'];

/** Domains under one ending alone: with another one they are slips. */
const OTHER_ENDINGS: Readonly<Record<string, string>> = {
  'gmail.jp': 'gmail.com',
  'gmail.ne.jp': 'gmail.com',
  'icloud.jp': 'icloud.com',
  'icloud.ne.jp': 'icloud.com',
  'ezweb.jp': 'ezweb.ne.jp',
  'ezweb.co.jp': 'ezweb.ne.jp',
  'docomo.jp': 'docomo.ne.jp',
};

const REAL = new Set([...COMMON, ...NEIGHBOURS]);

/** Names this short are near too many others: only what follows them is compared. */
const SHORT_NAME = 4;

const firstLabel = (domain: string): string => domain.split('.')[0] ?? '';

/** One letter too many, too few or another, or two neighbours the wrong way round. */
function oneSlip(typed: string, meant: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start += 1;
  const [rest, wanted] = [typed.slice(start), meant.slice(start)];
  if (rest === wanted) return false;
  const turned = rest.length > 1 && rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  return turned || rest.slice(1) === wanted.slice(1) || rest.slice(1) === wanted || rest === wanted.slice(1);
}

function near(typed: string, meant: string): boolean {
  if (!oneSlip(typed, meant)) return false;
  const name = firstLabel(meant);
  return name.length > SHORT_NAME || typed.startsWith(`${name}.`);
}

/** The common domain that was meant; undefined where it is one already, or near none. */
function domainMeant(domain: string): string | undefined {
  if (REAL.has(domain)) return undefined;
  return OTHER_ENDINGS[domain] ?? COMMON.find((common) => near(domain, common));
}

/**
 * §8(3)③: the address that was probably meant, where the typed one is one small slip away from a common domain (gmail.con, gmial.com, a comma for a
 * dot). Undefined where nothing is to be asked: of a real domain, or of one that is near none. The typed one may well be right: it is never refused for this.
 */
export function mailMeant(typed: string): string | undefined {
  const text = trimSpaces(foldWidth(removeInvisible(typed)))
    .replaceAll('。', '.')
    .replace(/ ?@ ?/u, '@');
  const at = text.lastIndexOf('@');
  if (at < 1) return undefined;
  const asTyped = text.slice(at + 1).toLowerCase();
  const domain = asTyped.replace(/[,、] ?/gu, '.');
  const meant = domainMeant(domain) ?? (domain !== asTyped && REAL.has(domain) ? domain : undefined);
  if (meant === undefined) return undefined;
  const read = mailAddress(`${text.slice(0, at)}@${meant}`);
  return read.ok ? read.value : undefined;
}
