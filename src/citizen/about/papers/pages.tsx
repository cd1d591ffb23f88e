import { type Texts, textsOf } from '../../../languages/index.ts';
import { put, type Templates } from '../../../lib/language/text.ts';
import type { Numbers } from '../../common.ts';
import { Frame, WayBack } from '../../frame.tsx';
import { Bullets } from '../../parts/bullets.tsx';
import { type Answer, type Ask, showKept } from '../../route.ts';
import { siteKind } from '../../site-name.ts';

type Lines = readonly string[] | Templates<'holdExtensions'>;
/** `person`: what is said in place of `lines` where no card is picked up. */
type Part = { head: string; lines: Lines; person?: Lines };

/** Lines without a place are lines as they are. */
const linesOf = ({ lines, person = lines }: Part, numbers: Numbers): readonly string[] =>
  put((siteKind() === 'card' ? lines : person) as Templates<'holdExtensions'>, { holdExtensions: numbers.holdExtensions });

/** Short pages behind the foot's links. */
export const paperPage =
  (name: keyof Texts['papers']) =>
  async ({ common, language }: Ask): Promise<Answer> => {
    const numbers = await common.numbers('');
    const paper = textsOf(language).papers[name];
    const parts: Part[] = Object.values(paper.parts);
    return showKept(
      <Frame title={paper.title} finish={false}>
        <WayBack />
        <h1>{paper.title}</h1>
        {parts.map((part) => (
          <section class="section">
            <h2>{part.head}</h2>
            <Bullets lines={linesOf(part, numbers)} />
          </section>
        ))}
      </Frame>,
    );
  };
