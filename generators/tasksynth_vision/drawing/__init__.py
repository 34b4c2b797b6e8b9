"""From instances to pixels. Needs Pillow; nothing that decides an answer is here."""
