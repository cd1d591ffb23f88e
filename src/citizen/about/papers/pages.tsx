import { Frame, WayBack } from '../../frame.tsx';
import { Bullets } from '../../parts/bullets.tsx';
import { type Answer, type Ask, showKept } from '../../route.ts';
import { papers } from './texts.ts';

export const paperPage =
  (name: keyof (typeof papers)['ja']) =>
  async ({ common, language }: Ask): Promise<Answer> => {
    const numbers = await common.numbers('');
    const paper = papers[language][name];
    return showKept(
      <Frame language={language} title={paper.title} finish={false}>
        <WayBack language={language} />
        <h1>{paper.title}</h1>
        {paper.parts.map(({ head, lines }) => (
          <section class="section">
            <h2>{head}</h2>
            <Bullets lines={lines.map((line) => (typeof line === 'string' ? line : line(numbers)))} />
          </section>
        ))}
      </Frame>,
    );
  };
