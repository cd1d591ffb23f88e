import { asset, Notice, Phrase, Says } from '../../lib/html/index.ts';
import { useTexts } from '../speech.tsx';
import { type AskedWork, WORK_DONE, WORK_TICKET } from './challenges.ts';

/** What a page says of the work it asks for. `early`: sent before the minute of who waits was over. */
export type WorkShown = { asked: AskedWork; early: boolean };

/** Inside a form, where somebody seems to walk through IDs: the browser works for a moment; who has no script waits a minute, or calls. */
export function WorkNotice({ work: { asked, early } }: { work: WorkShown }) {
  const words = useTexts().notice.work;
  return (
    <div class="field">
      <Notice kind="care" title={words.title}>
        <Says>{words.why}</Says>
        <p
          role="status"
          data-work={asked.challenge}
          data-work-doing={words.doing.replaceAll('|', '')}
          data-work-ready={words.ready.replaceAll('|', '')}
        />
        {early && (
          <p>
            <b>
              <Phrase>{words.early}</Phrase>
            </b>
          </p>
        )}
        <Says>{words.wait}</Says>
        <input type="hidden" name={WORK_TICKET} value={asked.ticket} />
        <input type="hidden" name={WORK_DONE} value="" />
        <script type="module" src={asset('work.js')} />
      </Notice>
    </div>
  );
}
