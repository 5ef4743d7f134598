// What every script of the project is held to. Run it from the project's root, where its paths begin:
//
//   tests/browser/node_modules/.bin/eslint --config tests/browser/eslint.config.mjs static/js src/edge tests benches
import js from '@eslint/js';
import globals from 'globals';

const rules = {
  ...js.configs.recommended.rules,
  'array-callback-return': 'error',
  'default-case-last': 'error',
  eqeqeq: 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-throw-literal': 'error',
  'no-unreachable-loop': 'error',
  'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
  'no-useless-rename': 'error',
  'no-useless-return': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
  'prefer-rest-params': 'error',
  'prefer-spread': 'error',
  'prefer-template': 'error',
  strict: 'error',
};

// A test may call what it looks at `all` however many there are of it; a script of the site is too long for that.
const ours = { ...rules, 'no-shadow': 'error' };

// The parts of a script meet in one global, which the first of them makes.
const search = { lunr: 'readonly', Pilcrow: 'readonly', PilcrowSearch: 'readonly' };

export default [
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['static/js/**/*.js'],
    ignores: ['static/js/search-engine/**'],
    languageOptions: { sourceType: 'script', globals: { ...globals.browser, ...search } },
    rules: ours,
  },
  {
    // The server's own, which no site that is built has.
    files: ['src/edge/serve/client/*.js'],
    languageOptions: { sourceType: 'script', globals: { ...globals.browser, ...globals.worker } },
    rules: ours,
  },
  {
    // Runs in node too, for the tests, and so may use what both have.
    files: ['static/js/search-engine/**/*.js'],
    languageOptions: { sourceType: 'script', globals: { ...globals['shared-node-browser'], ...search } },
    rules: ours,
  },
  {
    // Functions that a test hands to a page run there.
    files: ['tests/**/*.mjs', 'benches/*.mjs'],
    languageOptions: { sourceType: 'module', globals: { ...globals.node, ...globals.browser, ...search } },
    rules,
  },
  {
    files: ['benches/search-cost'],
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
    rules,
  },
];
