"""From a table of cells to rows of a kind: conversion, places, checks."""
