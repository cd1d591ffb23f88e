import { type Language, type Texts, textsOf } from '../../languages/index.ts';
import { put } from '../../lib/language/text.ts';
import type { Wording } from './parts.ts';

export type Question = keyof Texts['questions']['each'];

/** Where a line may break is the catalogue's own; staff write none. */
const whole = (text: string): string => text.replaceAll('|', '');

export const nameOfQuestion = (question: Question): string => `question.${question}`;

/** The line below the city's name on every page of the citizens' site. */
export const HEAD = 'head';

export const HEAD_WORDING: Wording = {
  name: HEAD,
  title: '予約サイトの見出しの下の文',
  parts: [
    {
      code: 'line',
      label: '見出しの下の文',
      hint: '予約サイトのすべての画面で、市の名称の下に表示します。例：電話がつながりにくいときは、午後にお掛けください。',
      longest: 80,
      builtIn: () => '',
    },
  ],
  hides: false,
};

/** What the citizens' site is called and says of itself. */
export const SITE = 'site';

const elsewise = (text: string): string => `カードの必要な手続きがない市では、初期の文は「${whole(text)}」です。`;

export const SITE_WORDING: Wording = {
  name: SITE,
  title: '予約サイトの名称とトップページの文',
  parts: [
    {
      code: 'site',
      label: '予約サイトの名称',
      hint: `予約サイトのすべての画面で、市の名称に続けて表示します。${elsewise(textsOf('ja').frame.site.person)}`,
      longest: 30,
      builtIn: (language) => whole(textsOf(language).frame.site.card),
    },
    {
      code: 'title',
      label: 'トップページの題',
      hint: `ブラウザーの題と、検索サイトの結果に表示します。${elsewise(textsOf('ja').start.title.person)}`,
      longest: 40,
      builtIn: (language) => whole(textsOf(language).start.title.card),
    },
    {
      code: 'description',
      label: 'トップページの説明',
      hint: '検索サイトの結果に表示します。カードの必要な手続きがない市では、初期の文は、はがきとカードに触れない文です。',
      longest: 150,
      builtIn: (language) => whole(put(textsOf(language).start.description.card, { city: '{city}' })),
    },
    {
      code: 'heading',
      label: 'トップページの見出し（カードの必要な手続きだけを受け付けるとき）',
      longest: 40,
      builtIn: (language) => whole(textsOf(language).start.cardHeading),
    },
  ],
  hides: false,
};

const questions = (language: Language) => textsOf(language).questions.each;

/** よくある質問: each may be answered otherwise, or not shown. */
export const QUESTION_WORDINGS: readonly Wording[] = (Object.keys(questions('ja')) as Question[]).map((question) => ({
  name: nameOfQuestion(question),
  title: whole(questions('ja')[question].ask),
  parts: [
    { code: 'ask', label: '質問', longest: 60, builtIn: (language) => whole(questions(language)[question].ask) },
    {
      code: 'says',
      label: '答え',
      hint: '行を改めると、段落が分かれます。',
      longest: 400,
      builtIn: (language) => whole(questions(language)[question].says.join('\n')),
    },
  ],
  hides: true,
}));
