import { Phrase, Says } from '../../../lib/html/index.ts';
import type { Maintenance } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import { StopTold } from '../../parts/stop-told.tsx';
import { useTexts } from '../../speech.tsx';

/** The site's page during a planned stop. `pressed`: a form was sent, and nothing came of it. */
export function MaintenancePage({ stop, pressed }: { stop: Maintenance; pressed: boolean }) {
  const words = useTexts().maintenance;
  return (
    <Frame title={words.title} finish={false}>
      <StopTold stop={stop} />
      <section class="section">
        <h2>
          <Phrase>{words.midTitle}</Phrase>
        </h2>
        {pressed && <Says>{words.pressed}</Says>}
        <Says>{words.mid}</Says>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.bookedTitle}</Phrase>
        </h2>
        <Says>{words.booked}</Says>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.hurryTitle}</Phrase>
        </h2>
        <Says>{words.hurry}</Says>
      </section>
    </Frame>
  );
}
