import java.util.HashSet;
import java.util.Set;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;

/** RDF files in, how many different triples each holds out; warnings on standard error, an error ends it. */
public class CountTriples {
    static class Strict implements ErrorHandler {
        @Override
        public void warning(String message, long line, long column) {
            System.err.println(message);
        }

        @Override
        public void error(String message, long line, long column) {
            throw new RiotException(line + ":" + column + ": " + message);
        }

        @Override
        public void fatal(String message, long line, long column) {
            throw new RiotException(line + ":" + column + ": " + message);
        }
    }

    public static void main(String[] files) {
        for (String file : files) {
            Set<Triple> found = new HashSet<>();
            RDFParser.source(file).checking(true).errorHandler(new Strict()).parse(new StreamRDFBase() {
                @Override
                public void triple(Triple triple) {
                    found.add(triple);
                }

                @Override
                public void quad(Quad quad) {
                    found.add(quad.asTriple());
                }
            });
            System.out.println(found.size());
        }
    }
}
