/** What an engine came to. `missing`: why it was not run. */
export type Walked = {
  engine: string;
  /** As it calls itself. */
  name: string | undefined;
  /** Of its window, in CSS pixels. */
  wide?: number;
  missing: string | undefined;
  journeys: { title: string; went: boolean }[];
};

/** Never run by this program, and so said of each report. */
const NEVER = [
  'Internet Explorer 11: not to be had. Its sheets and HTML are checked (`build/check/sheets.mjs`, `test/support/html.ts`); scripts are modules, which it passes over',
  'Safari on macOS and iOS: the engine is WebKit, the browser itself was not run',
  'Chrome on Android, Edge: the engine is Chromium, the browsers themselves were not run',
  'Firefox with scripts switched off: it cannot be driven then. Without scripts the journeys are walked in Chromium (`test/journeys/citizen.test.ts`)',
  'Rare kanji key by key in WebKit: its driver has no key for them. They are put in as an input method does',
  'Pictures from WebKit: its driver does not give them. What pages look like is looked at in Chromium',
];

/** `docs/browsers.md`: what was walked in which engine, and what was not. */
export function report(walked: readonly Walked[]): string {
  const engines = walked.flatMap(({ engine, name, wide, missing, journeys }) =>
    missing !== undefined || name === undefined
      ? [`## ${engine}: not run`, `${missing ?? 'It did not start.'}`, '']
      : [
          `## ${name}, ${wide ?? '?'} px wide`,
          ...journeys.map(({ title, went }) => `- ${title}: ${went ? 'walked' : '**failed**'}`),
          '',
        ],
  );
  return [
    '# Browsers',
    '',
    'Written by `npm run browsers`: the citizens’ journeys walked in the engines that the machine has. Never in CI; run it before a release, on a machine with',
    '`apt-get install firefox-esr webkit2gtk-driver xvfb dbus`.',
    '',
    `Last run: ${new Date().toISOString().slice(0, 10)}`,
    '',
    ...engines,
    '## Not run by this program',
    ...NEVER.map((one) => `- ${one}`),
    '',
  ].join('\n');
}
