import { readFileSync } from 'node:fs';
import postcss from 'postcss';
import stylelint from 'stylelint';

/** Rules for the built sheets: whatever IE11 cannot show either degrades harmlessly (named here) or is refused. */
const CONFIG = {
  plugins: ['stylelint-no-unsupported-browser-features'],
  rules: {
    'plugin/no-unsupported-browser-features': [
      true,
      {
        browsers: ['ie 11'],
        ignorePartialSupport: true,
        // IE11 passes over each of these and the page still works: an underline's thickness, our arrow on a select (its own
        // is hidden separately), digits of one width, how a font swaps in, woff2 beside woff.
        ignore: [
          'css-appearance',
          'text-decoration',
          'mdn-text-decoration-shorthand',
          'font-feature',
          'font-variant-numeric',
          'css-font-rendering-controls',
          'css-resize',
          'woff2',
        ],
      },
    ],
    // Missed by the plugin: no layout may stand on them.
    'property-disallowed-list': [
      'aspect-ratio',
      'gap',
      'row-gap',
      'column-gap',
      'inset',
      'object-fit',
      'backdrop-filter',
      'filter',
    ],
    'function-disallowed-list': ['var', 'min', 'max', 'clamp', 'color-mix'],
    'unit-disallowed-list': ['dvh', 'svh', 'lvh', 'vmax', 'cqw', 'cqi'],
    'selector-pseudo-class-disallowed-list': ['has', 'is', 'where', 'focus-visible', 'focus-within'],
    'color-no-invalid-hex': true,
    'declaration-block-no-duplicate-properties': [true, { ignore: ['consecutive-duplicates-with-different-values'] }],
    'unit-no-unknown': true,
    'property-no-unknown': true,
    'selector-pseudo-class-no-unknown': true,
  },
};

/** The sheet as IE11 sees it: it skips every @supports block, which is where richer layout stands. */
function withoutSupports(css) {
  const root = postcss.parse(css);
  root.walkAtRules('supports', (rule) => {
    rule.remove();
  });
  return root.toString();
}

/**
 * What a built sheet holds that IE11 cannot show.
 * @param {string} file
 * @returns {Promise<string[]>} one line a finding
 */
export async function lintSheet(file) {
  const { results } = await stylelint.lint({ code: withoutSupports(readFileSync(file, 'utf8')), config: CONFIG });
  return results.flatMap((result) => result.warnings.map((warning) => `${warning.line}: ${warning.text}`));
}
