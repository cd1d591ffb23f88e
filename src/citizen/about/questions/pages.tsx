import { type Texts, textsOf } from '../../../languages/index.ts';
import { Phrase, Says } from '../../../lib/html/index.ts';
import { saidNow, saidOf } from '../../../site/wordings/follow.ts';
import { nameOfQuestion, type Question } from '../../../site/wordings/site-words.ts';
import { Frame, WayBack } from '../../frame.tsx';
import { byOf, offeredServices } from '../../offers.ts';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, showKept } from '../../route.ts';
import { siteKind } from '../../site-name.ts';

/** Asked of a card that waits here: where no such service is offered, nobody asks it. */
const OF_CARDS: ReadonlySet<Question> = new Set(['proxy', 'postcard', 'oldCard', 'child', 'deadline', 'moved', 'pin']);

/** The page that helps, said as it is called elsewhere. */
const waysOf = (texts: Texts): Partial<Record<Question, { href: string; words: string }>> => {
  const manage = { href: paths.manage, words: texts.start.manage };
  const help = { href: paths.help, words: texts.frame.helpLink[siteKind()] };
  return {
    proxy: help,
    postcard: { href: paths.manageNumber, words: texts.byNumber.link },
    child: { href: paths.start, words: texts.frame.start },
    mail: help,
    phone: manage,
    deadline: manage,
    long: { href: paths.using, words: texts.frame.foot.using },
    help: { href: paths.offices, words: texts.start.lookLink },
    moved: manage,
  };
};

/** よくある質問: what people ask before they come, each with a short answer and the page that helps. */
export async function questionsPage({ common, language }: Ask): Promise<Answer> {
  const texts = textsOf(language);
  const words = texts.questions;
  const ways = waysOf(texts);
  const cards = (await offeredServices(common)).some((service) => byOf(service) === 'card');
  const asked = (Object.keys(words.each) as Question[]).filter(
    (one) => (cards || !OF_CARDS.has(one)) && !saidNow(nameOfQuestion(one)).hidden,
  );
  /** As the city says it in this language, else as it is built in. */
  const own = (one: Question, part: 'ask' | 'says'): string | undefined => saidOf(nameOfQuestion(one), part, language);
  const builtIn = (one: Question): readonly string[] => {
    const answer: { says: readonly string[]; person?: readonly string[] } = words.each[one];
    return cards ? answer.says : (answer.person ?? answer.says);
  };
  return showKept(
    <Frame title={texts.frame.questions} finish={false} is="questions">
      <WayBack />
      <h1>
        <Phrase>{texts.frame.questions}</Phrase>
      </h1>
      {asked.map((one) => (
        <section class="section" id={one}>
          <h2>
            <Phrase>{own(one, 'ask') ?? words.each[one].ask}</Phrase>
          </h2>
          {(own(one, 'says')?.split('\n') ?? builtIn(one)).map((line) => (
            <Says>{line}</Says>
          ))}
          <Way to={ways[one]} />
        </section>
      ))}
      <section class="section">
        <Says>{words.not}</Says>
      </section>
    </Frame>,
  );
}

const Way = ({ to }: { to: { href: string; words: string } | undefined }) =>
  to === undefined ? null : (
    <p>
      <a class="link-alone" href={to.href}>
        <Phrase>{to.words}</Phrase>
      </a>
    </p>
  );
