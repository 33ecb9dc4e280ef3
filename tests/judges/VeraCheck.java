// SPDX-License-Identifier: GPL-3.0-or-later
import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks the veraPDF library for a verdict: VeraCheck FILE PROFILE...
 *
 * <p>Prints a line "PASS profile" or "FAIL profile" for each profile; under a FAIL one line for each
 * broken rule: a tab, the rule, how often, and the first message.
 */
public class VeraCheck {
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 1; i < arguments.length; i++) {
      check(arguments[0], PDFAFlavour.fromString(arguments[i]), arguments[i]);
    }
  }

  private static void check(String file, PDFAFlavour flavour, String name) throws Exception {
    try (FileInputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
      PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + name);
      Map<String, Integer> counts = new TreeMap<>();
      Map<String, String> firsts = new TreeMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          String rule =
              assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
          counts.merge(rule, 1, Integer::sum);
          String message = assertion.getMessage() + " @ " + assertion.getLocation().getContext();
          firsts.putIfAbsent(rule, message.replace('\n', ' '));
        }
      }
      for (String rule : counts.keySet()) {
        System.out.println("\t" + rule + " x" + counts.get(rule) + " " + firsts.get(rule));
      }
    }
  }
}
