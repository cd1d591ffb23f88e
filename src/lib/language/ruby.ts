/** `[交付通知書](こうふつうちしょ)`: kanji and how they are read. Only what holds a kanji and is read in kana, so that other brackets stay. */
const RUBY = /\[([^[\]()|{}]*\p{Script=Han}[^[\]()|{}]*)\]\(([\p{Script=Hiragana}\p{Script=Katakana}ー]+)\)/gu;

const DAYS = ['', '', 'ふつか', 'みっか', 'よっか', 'いつか', 'むいか', 'なのか', 'ようか', 'ここのか', 'とおか'];
/** Counts that are not read by their figure, whose reading a text with a figure to put in cannot know: 1人 ひとり, 2人目 ふたりめ, 2日後 ふつかご. */
const asRead = (text: string): string =>
  text
    .replace(
      /(?<!\d)([12])\[人(目?)\]\(にん(め?)\)/gu,
      (_, n: string, behind: string, read: string) => `[${n}人${behind}](${n === '1' ? 'ひとり' : 'ふたり'}${read})`,
    )
    .replace(/(?<!\d)([2-9]|10)\[日\]\(にち\)(?=\[後\])/gu, (_, n: string) => `[${n}日](${DAYS[Number(n)] ?? 'にち'})`);

/** The text alone: for titles, labels that are read aloud, subjects. */
export const withoutRuby = (text: string): string => text.replace(RUBY, '$1');

/** The reading behind the word, 市役所（しやくしょ）: for mails and calendars, which know no ruby. */
export const rubyInLine = (text: string): string => asRead(text).replace(RUBY, '$1（$2）');

/** How the whole is read, behind the whole, 市民センター（しみんセンター）: for a name where nothing stands above it. */
export function readingBehind(name: string): string {
  const [plain, read] = [withoutRuby(name), asRead(name).replace(RUBY, '$2')];
  return plain === read ? plain : `${plain}（${read}）`;
}

/** No browser breaks a word from its reading: one longer than this, or with a longer reading, fills the line of a telephone with large text, where the reading stands behind it. */
const LONG = { word: 5, read: 10 };
const asHtml = (_: string, word: string, read: string): string =>
  `<ruby${word.length > LONG.word || read.length > LONG.read ? ' class="ruby-long"' : ''}>${word}<rp>（</rp><rt>${read}</rt><rp>）</rp></ruby>`;
/** Browsers break a line at either edge of a reading, in the midst of 書きます and 午後2時: held together there, but for spaces, brackets and what a line ends with. U+FEFF, for IE11 draws U+2060. */
const EDGES = /(?<=[^\s\u200b、。・：）」])(?=<ruby)|(?<=<\/ruby>)(?=[^\s\u200b（「])/gu;

const TAG = /<(?:"[^"]*"|[^">])*>/gu;
/** Elements whose text is only text. */
const PLAIN = /^<(?:title|option|textarea|text|desc)[\s>]/u;

/** Readings above kanji in the text of a page; attributes, titles and choices keep the text alone. What somebody typed (`value`) stays as it is. */
export function rubyInHtml(html: string): string {
  if (html.search(RUBY) < 0) return html;
  let plain = false;
  let from = 0;
  let made = '';
  const text = (piece: string) => (plain ? withoutRuby(piece) : asRead(piece).replace(RUBY, asHtml).replace(EDGES, '\ufeff'));
  for (const { 0: tag, index } of html.matchAll(TAG)) {
    made += text(html.slice(from, index));
    made += tag.includes('](') ? tag.replace(/ (?!value=)[\w-]+="[^"]*"/gu, withoutRuby) : tag;
    plain = PLAIN.test(tag);
    from = index + tag.length;
  }
  return made + text(html.slice(from));
}
