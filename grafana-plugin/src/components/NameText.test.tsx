import { render, screen } from '@testing-library/react';
import React from 'react';
import { HIDDEN_NAME, HideNames } from './NamesHidden.tsx';
import { NameText } from './NameText.tsx';

test('isolates the writing direction of a name', () => {
  const { container } = render(<NameText text="שלום (1)" />);
  expect(container.innerHTML).toBe('<bdi>שלום (1)</bdi>');
});

test('shows a hidden character as its code point and removes its effect', () => {
  const { container } = render(<NameText text={'user_\u202Etxt.exe'} />);
  expect(container.textContent).toBe('user_U+202Etxt.exe');
  expect(screen.getByRole('img', { name: 'hidden character U+202E' })).toBeInTheDocument();
});

test('shows HTML as text', () => {
  const { container } = render(<NameText text={'<img src=x onerror="alert(1)">'} />);
  expect(container.querySelector('img')).toBeNull();
  expect(container).toHaveTextContent('<img src=x onerror="alert(1)">');
});

test('hides a personal name while names are hidden, and no other text', () => {
  const { container } = render(
    <HideNames value>
      <NameText text="alice" personal />
      <NameText text="gpt-4o" />
    </HideNames>,
  );
  expect(container).toHaveTextContent(`${HIDDEN_NAME}gpt-4o`);
  expect(container.innerHTML).not.toContain('alice');
});
