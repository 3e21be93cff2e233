// Who may come in: whoever has a key. It stays in this tab.
import { h, problem } from '../dom.js';

export default function login(enter, failed) {
  const said = h('div', null, failed && problem(failed));
  const input = h('input', { type: 'password', name: 'key', required: true, autocomplete: 'off', spellcheck: 'false', placeholder: 'sm_…' });
  const button = h('button', { class: 'main' }, 'Log in');
  const form = h('form', {
    onsubmit: async event => {
      event.preventDefault();
      button.disabled = true;
      said.replaceChildren();
      try {
        await enter(input.value.trim());
      } catch (failure) {
        said.replaceChildren(problem(failure));
        input.select();
        button.disabled = false;
      }
    },
  }, h('label', null, h('span', null, 'API key'), input), button);
  return h('div', { class: 'narrow' }, h('section', { class: 'card' },
    h('h1', null, 'Log in'), h('p', { class: 'quiet' }, 'The key stays in this tab and is gone when it closes.'), said, form,
    h('p', { class: 'small quiet' }, "The first 'secretmagic serve' prints an admin's key. A key for a client:"),
    h('pre', { class: 'small' }, 'secretmagic keys add me \\\n  --role operator --client acme')));
}
