import { textsOf } from '../../languages/index.ts';
import { useTexts } from '../speech.tsx';

/** What is printed on it is Japanese for every reader. */
const PRINTED = textsOf('ja').postcard;

/** The postcard people hold in their hands: where the ID stands on it. */
export function Postcard(_: { language?: unknown }) {
  const texts = useTexts().postcard;
  return (
    <svg class="postcard" viewBox="0 0 480 324" role="img" aria-labelledby="postcard-title postcard-says">
      <title id="postcard-title">{texts.title}</title>
      <desc id="postcard-says">{texts.says}</desc>
      <rect class="postcard-paper" x="1" y="1" width="478" height="322" rx="4" />
      <text class="postcard-text" x="32" y="54" font-size="21" font-weight="700">
        {PRINTED.head}
      </text>
      <path class="postcard-line" d="M32 72h150v9H32zM32 92h118v9H32z" />
      <rect class="postcard-stamp" x="32" y="128" width="72" height="84" />
      <path class="postcard-line" d="M124 132h76v9h-76zM124 152h60v9h-60zM124 172h70v9h-70z" />
      <path class="postcard-line" d="M32 236h416v9H32zM32 258h416v9H32zM32 280h280v9H32z" />
      <rect class="postcard-frame" x="222" y="30" width="228" height="80" rx="4" />
      <text class="postcard-text" x="240" y="57" font-size="17">
        {PRINTED.id}
      </text>
      <text class="postcard-id" x="240" y="95" font-size="33">
        A1B-123456
      </text>
      <path class="postcard-lead" d="M336 111v28" />
      <text class="postcard-here" x="336" y="164" font-size="20" text-anchor="middle">
        {texts.here}
      </text>
    </svg>
  );
}
